package import Foundation
package import Model
import Runtime
import Store
import Synchronization

/// Runs what is due, when it is due, until it is cancelled.
///
/// It asks for the timetable anew each time it looks, so edited files and runs of other processes count without
/// further ado. A connection has one run at a time; ``ScheduledWork`` says which comes first. It holds no lease: the
/// run takes it, and waits for another process where it must.
package final class Scheduler: Sendable {
    /// What becomes known on the way.
    package enum News: Sendable {
        case began(ScheduledWork, ScheduledConnection)
        case ended(ScheduledWork, ScheduledConnection, Run.Outcome)
        /// The run could not even be recorded; it is tried again after ``Scheduler/pause``.
        case failed(ScheduledWork, ScheduledConnection, any Error)
        /// Nobody knows what is due; asked again after ``Scheduler/pause``.
        case unknown(any Error)
    }

    /// How many connections run at once (our decision).
    package static let width = 4
    /// How long after a failure of the host itself, such as a full disk, it tries again (our decision).
    package static let pause = Duration.seconds(60)
    /// How long it sleeps at most: the machine's clock may be set meanwhile (our decision).
    package static let longestSleep = Duration.seconds(600)

    private let timetable: @Sendable () async throws -> Timetable
    private let perform: @Sendable (ScheduledWork, ScheduledConnection) async throws -> Run.Outcome
    private let clock: any Clock<Duration>
    private let now: @Sendable () -> Date
    private let tell: @Sendable (News) -> Void
    private let signal = WakeSignal()
    private let state = Mutex(State())

    private struct State {
        var busy: Set<ConnectionID> = []
        /// When work was begun here, so that one which leaves no trace in the store is not begun again and again.
        var begun: [ConnectionID: [ScheduledWork: Date]] = [:]
        /// Before when nothing is tried for a connection.
        var paused: [ConnectionID: Date] = [:]
    }

    /// - Parameters:
    ///   - timetable: what is asked for and what was done, as it is now.
    ///   - perform: does the work, under the lease of the connection, and says how it ended.
    package init(
        clock: any Clock<Duration>, now: @escaping @Sendable () -> Date,
        timetable: @escaping @Sendable () async throws -> Timetable,
        perform: @escaping @Sendable (ScheduledWork, ScheduledConnection) async throws -> Run.Outcome,
        tell: @escaping @Sendable (News) -> Void = { _ in }
    ) {
        self.clock = clock
        self.now = now
        self.timetable = timetable
        self.perform = perform
        self.tell = tell
    }

    /// Runs until the task is cancelled, and returns when the runs that were under way have stopped.
    package func run() async {
        await withDiscardingTaskGroup { runs in
            while !Task.isCancelled {
                await signal.sleep(for: await begin(in: &runs), on: clock)
            }
        }
    }

    /// Looks at once whether something is due, such as after files were edited.
    package func look() { signal.wake() }

    /// Begins what is due.
    ///
    /// - Returns: for how long there is nothing else to do.
    private func begin(in runs: inout DiscardingTaskGroup) async -> Duration {
        let timetable: Timetable
        do { timetable = try await self.timetable() } catch {
            if !Task.isCancelled { tell(.unknown(error)) }
            return Self.pause
        }
        let now = now()
        var wake = now + Self.longestSleep.interval
        for connection in timetable.connections {
            switch take(connection, of: timetable, at: now) {
            case .begin(let work, let connection):
                runs.addTask { await self.run(work, connection, since: now) }
            case .wait(let time): wake = min(wake, time)
            }
        }
        let wait = max(0, wake.timeIntervalSince(self.now()))
        return .milliseconds(Int((wait * 1000).rounded(.up)))
    }

    private enum Step {
        case begin(ScheduledWork, ScheduledConnection)
        case wait(until: Date)
    }

    private func take(_ connection: ScheduledConnection, of timetable: Timetable, at now: Date) -> Step {
        state.withLock { state in
            // The end of a run wakes the loop.
            guard !state.busy.contains(connection.id), state.busy.count < Self.width else {
                return .wait(until: .distantFuture)
            }
            if let pause = state.paused[connection.id], pause > now { return .wait(until: pause) }
            var connection = connection
            connection.served.merge(state.begun[connection.id] ?? [:]) { max($0, $1) }
            guard let work = timetable.due(connection, at: now) else {
                return .wait(until: timetable.next(connection, after: now)?.time ?? .distantFuture)
            }
            state.busy.insert(connection.id)
            return .begin(work, connection)
        }
    }

    private func run(_ work: ScheduledWork, _ connection: ScheduledConnection, since start: Date) async {
        tell(.began(work, connection))
        let id = connection.id
        do {
            let outcome = try await perform(work, connection)
            state.withLock { state in
                state.begun[id, default: [:]][work] = start
                state.paused[id] = nil
            }
            tell(.ended(work, connection, outcome))
        } catch {
            let pause = now() + Self.pause.interval
            state.withLock { $0.paused[id] = pause }
            tell(.failed(work, connection, error))
        }
        _ = state.withLock { $0.busy.remove(id) }
        signal.wake()
    }
}

extension Duration {
    fileprivate var interval: TimeInterval { TimeInterval(components.seconds) }
}
