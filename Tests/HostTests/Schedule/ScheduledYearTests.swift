import ConnectorKit
import Foundation
import Host
import Model
import Store
import Testing

@Suite struct ScheduledYearTests {
    private static let start = Date(timeIntervalSince1970: 1_768_435_200)  // 2026-01-15T00:00:00Z
    private static let year = 365

    private static func times(_ texts: String...) -> [TimeOfDay] { texts.compactMap { TimeOfDay($0) } }

    /// Three connections: the usual times, times at which clocks change, and runs that take most of a day.
    private static let connections = [
        ScheduledConnection(
            id: ConnectionID(1), provider: "one", groups: ["a"], catalog: times("07:45"),
            statistics: times("08:00"), changes: .seconds(6 * 3_600), enabled: start),
        ScheduledConnection(
            id: ConnectionID(2), provider: "two", groups: ["a", "b"],
            catalog: times("01:45", "02:15", "13:00"), statistics: times("02:15"), enabled: start),
        ScheduledConnection(
            id: ConnectionID(3), provider: "three", groups: ["b"], catalog: times("00:15"),
            statistics: times("12:00"), enabled: start),
    ]

    @Sendable
    private static func length(_ connection: ScheduledConnection, _ work: ScheduledWork, _ number: Int)
        -> Duration
    {
        switch (connection.id, work) {
        case (_, .changes): .seconds(20)
        case (ConnectionID(3), .catalog): .seconds(3_600 * (6 + number % 8))
        case (ConnectionID(3), _): .seconds(1_800)
        default: .seconds(60 + 37 * (number % 20))
        }
    }

    static let zones = ["GMT+0100", "Europe/Paris", "America/New_York", "Australia/Lord_Howe"]

    @Test(
        "A year with both clock changes, downtime and long runs: every day's work is done once",
        arguments: zones)
    func year(_ name: String) throws {
        let zone = try #require(TimeZone(identifier: name) ?? TimeZone(abbreviation: name))
        let life = ScheduledYear(from: Self.start, in: zone, Self.connections, length: Self.length)
        life.start()
        let end = Self.start + Double(Self.year) * 86_400
        life.run(until: end, down: Self.downtime(in: zone))

        for connection in Self.connections {
            let runs = life.runs.filter { $0.connection == connection.id }
            let taken = runs.compactMap { run in run.end.map { run.start...$0 } } + life.downs
            for (run, next) in zip(runs, runs.dropFirst()) {
                #expect(try #require(run.end) <= next.start, "\(run) and \(next) at once")
            }
            let all = [(ScheduledWork.catalog, connection.catalog), (.statistics, connection.statistics)]
            for (work, times) in all {
                let due =
                    [Self.start]
                    + WallClock(zone).showings(of: times ?? [], from: Self.start + 1, days: Self.year)
                let done = runs.filter { $0.work == work && $0.outcome == .done }.map(\.start)
                // Nothing is done that was not due since it was last done.
                for (last, start) in zip([.distantPast] + done, done) {
                    let served = due.count { $0 > last && $0 <= start }
                    #expect(served > 0, "\(work) of \(connection.provider) at \(start) is once too often")
                }
                // What is due is done at once, or as soon as the host is up and the connection free.
                for time in due where time < end - 86_400 {
                    let start = try #require(
                        done.first { $0 >= time }, "\(work) of \(connection.provider), \(time)")
                    let idle = Self.gap(in: time...start, covered: taken)
                    #expect(
                        idle == nil, "\(work) of \(connection.provider), due \(time), began only \(start)")
                }
                // Hardly anything is made up for together with what came after it.
                #expect((0...30).contains(due.count - done.count), "\(work) of \(connection.provider)")
            }
        }
        let polls = life.runs.filter { $0.work == .changes }
        #expect(polls.allSatisfy { $0.connection == ConnectionID(1) })
        #expect((4 * Self.year - 400...4 * Self.year).contains(polls.count), "\(polls.count)")
    }

    /// Outages at bad moments: around the times of every connection, in the middle of runs, over clock changes, for
    /// seconds, for hours, and for days.
    private static func downtime(in zone: TimeZone) -> [ClosedRange<Date>] {
        let marks = WallClock(zone).showings(
            of: times("01:45", "07:45", "12:00"), from: start + 86_400, days: year - 4)
        var changes: [Date] = []
        var day = start
        while changes.count < 2, day < start + Double(year) * 86_400 {
            let next = day + 3_600
            if zone.secondsFromGMT(for: day) != zone.secondsFromGMT(for: next) { changes.append(day) }
            day = next
        }
        var random = SeededRandom(seed: 20_260_115)
        var outages = marks.enumerated().filter { $0.offset % 11 == 0 }.map { _, mark in
            let before = Double(Int.random(in: -90...90, using: &random))
            let length = Double([1, 30, 61, 600, 7_200, 40_000].randomElement(using: &random) ?? 1)
            return (mark - before)...(mark - before + length)
        }
        outages += changes.map { ($0 - 5_400)...($0 + 5_400) }
        outages.append((start + 200 * 86_400 + 1_000)...(start + 203 * 86_400 + 2_000))
        var apart: [ClosedRange<Date>] = []
        for outage in outages.sorted(by: { $0.lowerBound < $1.lowerBound })
        where outage.lowerBound > apart.last?.upperBound ?? start { apart.append(outage) }
        return apart
    }

    /// A moment within that no range covers.
    private static func gap(in range: ClosedRange<Date>, covered: [ClosedRange<Date>]) -> Date? {
        var moment = range.lowerBound
        while moment + 0.01 < range.upperBound {
            guard
                let cover = covered.filter({ $0.lowerBound <= moment + 0.01 && $0.upperBound > moment }).max(
                    by: { $0.upperBound < $1.upperBound })
            else { return moment }
            moment = cover.upperBound
        }
        return nil
    }
}
