import ConfigurationFiles
import ConnectorKit
import Foundation
import Host
import Model
import Testing

@Suite struct DailyTimesTests {
    /// zone, now, times, the last up to now, the next
    static let cases: [(String, String, [String], String, String)] = [
        ("GMT+0100", "2026-11-22T06:00:00Z", ["07:40"], "2026-11-21T06:40:00Z", "2026-11-22T06:40:00Z"),
        ("GMT+0100", "2026-11-22T06:40:00Z", ["07:40"], "2026-11-22T06:40:00Z", "2026-11-23T06:40:00Z"),
        (
            "GMT+0100", "2026-11-22T06:41:00Z", ["07:40", "19:00"], "2026-11-22T06:40:00Z",
            "2026-11-22T18:00:00Z"
        ),
        ("GMT+0100", "2026-11-22T23:30:00Z", ["00:15"], "2026-11-22T23:15:00Z", "2026-11-23T23:15:00Z"),
        ("Europe/Paris", "2026-07-01T00:00:00Z", ["07:40"], "2026-06-30T05:40:00Z", "2026-07-01T05:40:00Z"),
        // 02:30 does not exist on the day summer time begins.
        ("Europe/Paris", "2026-03-29T00:00:00Z", ["02:30"], "2026-03-28T01:30:00Z", "2026-03-29T01:00:00Z"),
        ("Europe/Paris", "2026-03-29T01:00:00Z", ["02:30"], "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z"),
        // 02:30 comes twice on the day it ends: the first counts.
        ("Europe/Paris", "2026-10-24T23:00:00Z", ["02:30"], "2026-10-24T00:30:00Z", "2026-10-25T00:30:00Z"),
        ("Europe/Paris", "2026-10-25T01:30:00Z", ["02:30"], "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"),
        // Half an hour is skipped, and repeated.
        (
            "Australia/Lord_Howe", "2026-10-03T15:00:00Z", ["02:15"], "2026-10-02T15:45:00Z",
            "2026-10-03T15:30:00Z"
        ),
        (
            "Australia/Lord_Howe", "2026-04-04T14:44:00Z", ["01:45"], "2026-04-03T14:45:00Z",
            "2026-04-04T14:45:00Z"
        ),
        (
            "Australia/Lord_Howe", "2026-04-04T15:15:00Z", ["01:45"], "2026-04-04T14:45:00Z",
            "2026-04-05T15:15:00Z"
        ),
        // Midnight does not exist on the day summer time begins.
        ("Africa/Cairo", "2026-04-23T20:00:00Z", ["00:00"], "2026-04-22T22:00:00Z", "2026-04-23T22:00:00Z"),
        // A whole day was skipped.
        ("Pacific/Apia", "2011-12-30T09:00:00Z", ["07:40"], "2011-12-29T17:40:00Z", "2011-12-30T10:00:00Z"),
    ]

    @Test("Daily times are read in the host's zone, once a day over clock changes", arguments: cases)
    func read(_ zone: String, _ now: String, _ times: [String], _ last: String, _ next: String) throws {
        let zone = try #require(TimeZone(identifier: zone) ?? TimeZone(abbreviation: zone))
        let now = try #require(Timestamp.date(now))
        let daily = DailyTimes(times.compactMap { TimeOfDay($0) }, in: zone)
        #expect(daily.last(upTo: now).map(Timestamp.text) == last)
        #expect(daily.next(after: now).map(Timestamp.text) == next)
    }

    @Test("Without times there is nothing before and nothing after")
    func none() {
        let daily = DailyTimes([], in: .gmt)
        #expect(daily.last(upTo: Date(timeIntervalSince1970: 0)) == nil)
        #expect(daily.next(after: Date(timeIntervalSince1970: 0)) == nil)
    }

    @Test(
        "Going from one time to the next meets what a clock on the wall shows, every day of a year, once",
        arguments: [
            "Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Kathmandu",
        ])
    func year(_ zone: String) throws {
        let zone = try #require(TimeZone(identifier: zone))
        let times = ["00:00", "01:45", "02:00", "02:15", "23:45"].compactMap { TimeOfDay($0) }
        let start = try #require(Timestamp.date("2026-01-15T00:00:00Z"))
        let expected = WallClock(zone).showings(of: times, from: start, days: 365)
        let daily = DailyTimes(times, in: zone)
        var found: [Date] = []
        var now = start - 1
        while let next = daily.next(after: now), found.count <= expected.count {
            #expect(daily.last(upTo: next) == next)
            #expect(daily.last(upTo: next - 1) == found.last ?? daily.last(upTo: now))
            found.append(next)
            now = next
        }
        #expect(Array(found.prefix(expected.count)) == expected)
    }
}
