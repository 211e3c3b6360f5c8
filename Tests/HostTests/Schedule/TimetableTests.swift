import ConnectorKit
import Foundation
import Host
import Model
import Store
import Testing

@Suite struct TimetableTests {
    private static func date(_ time: String) throws -> Date {
        try #require(Timestamp.date("2026-05-\(time):00Z"))
    }

    /// catalog at 07:40, statistics at 08:00, all in UTC, unless the case says otherwise
    struct Case: Sendable, CustomTestStringConvertible {
        var what: String
        var now: String
        var catalog: [String]? = ["07:40"]
        var statistics: [String]? = ["08:00"]
        var changes: Duration?
        var enabled: String?
        var served: [ScheduledWork: String] = [:]
        var due: ScheduledWork?
        var next: String?

        var testDescription: String { what }
    }

    static let cases = [
        Case(
            what: "up to date", now: "10T12:00", served: [.catalog: "10T07:40", .statistics: "10T08:00"],
            next: "catalog 11T07:40"),
        Case(
            what: "never run", now: "10T12:00", due: .catalog, next: "catalog 11T07:40"),
        Case(
            what: "the very moment", now: "10T07:40",
            served: [.catalog: "09T07:40", .statistics: "09T08:00"],
            due: .catalog, next: "stats 10T08:00"),
        Case(
            what: "missed for days", now: "10T12:00",
            served: [.catalog: "06T07:40", .statistics: "10T08:00"],
            due: .catalog, next: "catalog 11T07:40"),
        Case(
            what: "catalog before statistics", now: "10T12:00",
            served: [.catalog: "09T07:40", .statistics: "09T08:00"], due: .catalog, next: "catalog 11T07:40"),
        Case(
            what: "then statistics", now: "10T12:00",
            served: [.catalog: "10T12:00", .statistics: "09T08:00"],
            due: .statistics, next: "catalog 11T07:40"),
        Case(
            what: "at the same time, catalog first", now: "10T06:00", statistics: ["07:40"],
            served: [.catalog: "09T07:40", .statistics: "09T07:40"], next: "catalog 10T07:40"),
        Case(
            what: "switched on after the last run", now: "10T12:00", enabled: "10T11:59",
            served: [.catalog: "10T07:40", .statistics: "10T08:00"], due: .catalog, next: "catalog 11T07:40"),
        Case(
            what: "switched on, catalog is done", now: "10T12:00", enabled: "10T11:59",
            served: [.catalog: "10T12:00", .statistics: "10T08:00"], due: .statistics,
            next: "catalog 11T07:40"),
        Case(
            what: "switched on and synced since", now: "10T12:05", enabled: "10T11:59",
            served: [.catalog: "10T11:59", .statistics: "10T12:04"], next: "catalog 11T07:40"),
        Case(
            what: "switched on without any daily time", now: "10T12:00", catalog: [], statistics: [],
            enabled: "10T11:59", due: .catalog),
        Case(what: "nothing is asked for", now: "10T12:00", catalog: [], statistics: []),
        Case(
            what: "a provider without statistics", now: "10T12:00", statistics: nil, changes: .seconds(900),
            enabled: "01T00:00", served: [.catalog: "10T07:40"], next: "catalog 11T07:40"),
        Case(
            what: "a time by hand serves as well", now: "10T12:00",
            served: [.catalog: "10T11:00", .statistics: "10T08:00"], next: "catalog 11T07:40"),
        Case(
            what: "changes are due", now: "10T12:00", changes: .seconds(900),
            served: [.catalog: "10T07:40", .statistics: "10T08:00", .changes: "10T11:45"], due: .changes,
            next: "catalog 11T07:40"),
        Case(
            what: "changes are not due yet", now: "10T12:00", changes: .seconds(900),
            served: [.catalog: "10T07:40", .statistics: "10T08:00", .changes: "10T11:46"],
            next: "changes 10T12:01"),
        Case(
            what: "all statistics are changes as well", now: "10T08:10", changes: .seconds(900),
            served: [.catalog: "10T07:40", .statistics: "10T08:00", .changes: "10T07:45"],
            next: "changes 10T08:15"),
        Case(
            what: "a clock that was a month ahead", now: "10T12:00",
            served: [.catalog: "31T00:00", .statistics: "31T00:00"], due: .catalog, next: "catalog 11T07:40"),
        Case(
            what: "a clock that went back a little", now: "10T07:39",
            served: [.catalog: "10T07:40", .statistics: "09T08:00"], next: "catalog 10T07:40"),
    ]

    @Test(
        "What is due follows from the times, from what was switched on, and from what was done",
        arguments: cases)
    func table(_ given: Case) throws {
        func times(_ texts: [String]?) -> [TimeOfDay]? { texts?.compactMap { TimeOfDay($0) } }
        var connection = ScheduledConnection(
            id: ConnectionID(1), provider: "demo", groups: ["a"], catalog: times(given.catalog),
            statistics: times(given.statistics), changes: given.changes,
            enabled: try given.enabled.map(Self.date))
        for (work, time) in given.served { connection.served[work] = try Self.date(time) }
        let timetable = Timetable([connection], in: .gmt)
        let now = try Self.date(given.now)
        #expect(timetable.due(connection, at: now) == given.due)
        let next = timetable.next(connection, after: now)
        #expect(next?.work.rawValue == given.next.map { String($0.prefix { $0 != " " }) })
        #expect(
            next?.time == (try given.next.map { try Self.date(String($0.drop { $0 != " " }.dropFirst())) }))
    }
}
