import ConnectorKit
import Foundation
import Testing

@Suite("Timestamps")
struct TimestampTests {
    @Test(
        "every spelling of a time is read",
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("2023-05-19T05:13:30.827Z", 1_684_473_210_827),
            ("2017-07-30T01:29:21+00:00", 1_501_378_161_000), ("2020-04-29T06:29:13+0000", 1_588_141_753_000),
            ("2020-04-29T08:29:13+02", 1_588_141_753_000), ("2020-04-29T00:59:13-05:30", 1_588_141_753_000),
            ("2020-04-29t06:29:13z", 1_588_141_753_000), ("2020-04-29 06:29:13Z", 1_588_141_753_000),
            ("2020-04-29T06:29:13,5Z", 1_588_141_753_500),
            ("2020-04-29T06:29:13.123456789Z", 1_588_141_753_123),
            ("2000-02-29T00:00:00Z", 951_782_400_000), ("1969-12-31T23:59:59.999Z", -1),
            ("2016-12-31T23:59:60Z", 1_483_228_800_000), ("0001-01-01T00:00:00Z", -62_135_596_800_000),
        ])
    func read(_ text: String, _ milliseconds: Int64) {
        #expect(Timestamp.milliseconds(text) == milliseconds)
        #expect(Timestamp.date(text) == Date(timeIntervalSince1970: Double(milliseconds) / 1000))
    }

    @Test(
        "a text that is not a date and time with an offset is nil",
        arguments: [
            "", "2023", "2023-05-19", "2023-05-19T05:13Z", "2023-05-19T05:13:30", "2023-13-01T00:00:00Z",
            "2023-00-01T00:00:00Z", "2023-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2023-04-31T00:00:00Z",
            "2023-05-00T00:00:00Z", "2023-05-19T24:00:00Z", "2023-05-19T05:60:00Z", "2023-05-19T05:00:61Z",
            "2023-05-19T05:13:30.Z", "2023-05-19T05:13:30Zx", "2023-05-19T05:13:30+", "2023-05-19T05:13:30+1",
            "2023-05-19T05:13:30+01:", "2023-05-19T05:13:30+24:00", "2023-05-19T05:13:30+01:60",
            "2023-05-19T05:13:30+01:000", "23-05-19T05:13:30Z", "2023/05/19T05:13:30Z",
            " 2023-05-19T05:13:30Z",
            "２023-05-19T05:13:30Z", "1684473210",
        ])
    func none(_ text: String) {
        #expect(Timestamp.milliseconds(text) == nil)
        #expect(Timestamp.date(text) == nil)
    }

    @Test(
        "a time is written in UTC, with milliseconds if there are any",
        arguments: [
            (0, "1970-01-01T00:00:00Z"), (1_684_473_210_827, "2023-05-19T05:13:30.827Z"),
            (5, "1970-01-01T00:00:00.005Z"),
            (-1, "1969-12-31T23:59:59.999Z"), (-62_135_596_800_000, "0001-01-01T00:00:00Z"),
            (951_782_400_000, "2000-02-29T00:00:00Z"),
        ] as [(Int64, String)])
    func written(_ milliseconds: Int64, _ text: String) {
        #expect(Timestamp.text(Date(timeIntervalSince1970: Double(milliseconds) / 1000)) == text)
    }

    @Test("a written time is read back to the millisecond, over eight thousand years")
    func roundTrip() {
        var random = SeededRandom(seed: 3)
        for _ in 0..<5_000 {
            let milliseconds = Int64(random.number(-50_000_000_000_000...250_000_000_000_000))
            let date = Date(timeIntervalSince1970: Double(milliseconds) / 1000)
            #expect(Timestamp.milliseconds(Timestamp.text(date)) == milliseconds)
        }
    }
}
