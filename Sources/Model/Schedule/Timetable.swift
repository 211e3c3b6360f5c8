package import Foundation

/// What is due now, and when something is due next: a pure function of what is asked for and what was done.
///
/// Work is due where it was not begun since the last of its times. So a time is served once, however late; times
/// that went by meanwhile, such as during a long run or while the host was down, are served together, once; and a
/// deployment that was switched on counts as one more time.
package struct Timetable: Sendable {
    package let connections: [ScheduledConnection]
    private let zone: TimeZone

    /// - Parameter zone: the one in which daily times are read.
    package init(_ connections: [ScheduledConnection] = [], in zone: TimeZone) {
        self.connections = connections
        self.zone = zone
    }

    /// What is to be done first for a connection, if anything is due.
    package func due(_ connection: ScheduledConnection, at now: Date) -> ScheduledWork? {
        ScheduledWork.allCases.first { work in
            guard let time = lastTime(of: work, connection, upTo: now) else { return false }
            guard let served = served(work, connection, at: now) else { return true }
            return served < time
        }
    }

    /// The first time after `now` at which something comes due for a connection.
    package func next(_ connection: ScheduledConnection, after now: Date) -> (
        work: ScheduledWork, time: Date
    )? {
        let times = ScheduledWork.allCases.compactMap { work -> (work: ScheduledWork, time: Date)? in
            let time =
                switch work {
                case .changes: nextPoll(of: connection, at: now)
                default: daily(work, of: connection)?.next(after: now)
                }
            return time.map { (work, $0) }
        }
        return times.filter { $0.time > now }.min { $0.time < $1.time }
    }

    /// The last time up to `now` at which work was to be done.
    private func lastTime(of work: ScheduledWork, _ connection: ScheduledConnection, upTo now: Date) -> Date?
    {
        if case .changes = work {
            return nextPoll(of: connection, at: now).flatMap { $0 <= now ? $0 : nil }
        }
        guard let daily = daily(work, of: connection) else { return nil }
        return [daily.last(upTo: now), connection.enabled].compactMap(\.self).filter { $0 <= now }.max()
    }

    private func daily(_ work: ScheduledWork, of connection: ScheduledConnection) -> DailyTimes? {
        let times =
            switch work {
            case .catalog: connection.catalog
            case .statistics: connection.statistics
            case .changes: nil as [TimeOfDay]?
            }
        return times.map { DailyTimes($0, in: zone) }
    }

    /// When changes of statistics are to be asked for: some while after statistics were last asked for.
    private func nextPoll(of connection: ScheduledConnection, at now: Date) -> Date? {
        guard connection.statistics != nil, let interval = connection.changes else { return nil }
        let last = served(.changes, connection, at: now)
        return last.map { $0 + TimeInterval(interval.components.seconds) } ?? now
    }

    /// When work was last begun. A time of more than a day to come is one of a clock that was wrong, and counts
    /// for nothing (our decision).
    private func served(_ work: ScheduledWork, _ connection: ScheduledConnection, at now: Date) -> Date? {
        let times = work == .changes ? [.changes, .statistics] : [work]
        return times.compactMap { connection.served[$0] }.filter { $0 < now + 86_400 }.max()
    }
}
