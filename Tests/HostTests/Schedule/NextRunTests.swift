import ConnectorKit
import Foundation
import Host
import Testing

@Suite struct NextRunTests {
    /// zone, now, times, next
    static let cases: [(String, String, [String], String)] = [
        ("GMT+0100", "2026-11-22T06:00:00Z", ["07:40"], "2026-11-22T06:40:00Z"),
        ("GMT+0100", "2026-11-22T06:40:00Z", ["07:40"], "2026-11-23T06:40:00Z"),
        ("GMT+0100", "2026-11-22T06:41:00Z", ["07:40", "19:00"], "2026-11-22T18:00:00Z"),
        ("Europe/Paris", "2026-07-01T00:00:00Z", ["07:40"], "2026-07-01T05:40:00Z"),
        // 02:30 does not exist on the day summer time begins.
        ("Europe/Paris", "2026-03-29T00:00:00Z", ["02:30"], "2026-03-29T01:00:00Z"),
        // 02:30 comes twice on the day it ends: the first counts.
        ("Europe/Paris", "2026-10-24T23:00:00Z", ["02:30"], "2026-10-25T00:30:00Z"),
    ]

    @Test("Daily times are read in the host's zone, once a day over clock changes", arguments: cases)
    func next(_ zone: String, _ now: String, _ times: [String], _ expected: String) throws {
        let zone = try #require(TimeZone(identifier: zone) ?? TimeZone(abbreviation: zone))
        let now = try #require(Timestamp.date(now))
        let next = NextRun.after(now, times: times.compactMap { TimeOfDay($0) }, in: zone)
        #expect(next.map(Timestamp.text) == expected)
    }
}
