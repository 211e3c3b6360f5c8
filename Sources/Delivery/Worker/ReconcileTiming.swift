import Foundation
import Model

/// When a running host reconciles: on Sundays at 04:00, in the zone of its schedules, before the day's first runs (our
/// decision).
enum ReconcileTiming {
    static let times = [TimeOfDay("04:00")].compactMap(\.self)

    /// The last of its times up to `now`.
    static func last(upTo now: Date, in zone: TimeZone) -> Date {
        let daily = DailyTimes(times, in: zone)
        var time = daily.last(upTo: now) ?? now
        // A week has one Sunday, even if a clock change moves the time.
        for _ in 1...7 where !isSunday(time, zone) { time = daily.last(upTo: time - 1) ?? time }
        return time
    }

    /// 1970 began on a Thursday.
    private static func isSunday(_ time: Date, _ zone: TimeZone) -> Bool {
        let local = Int(time.timeIntervalSince1970.rounded(.down)) + zone.secondsFromGMT(for: time)
        let day = (local - (local % 86_400 + 86_400) % 86_400) / 86_400
        return (day % 7 + 7) % 7 == 3
    }
}
