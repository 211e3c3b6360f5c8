package import Foundation

/// Times that come once a day, read in a zone (rule E1).
///
/// A time that a clock change skips comes at the shift, one that it repeats comes the first time. Foundation's
/// Calendar is not used: measured, it misses times if a zone changes by half an hour or skips a day.
package struct DailyTimes: Sendable, Equatable {
    private let times: [TimeOfDay]
    private let zone: TimeZone

    package init(_ times: [TimeOfDay], in zone: TimeZone) {
        self.times = times
        self.zone = zone
    }

    /// The first after `now`; nil if there are no times.
    package func next(after now: Date) -> Date? {
        occurrences(on: [0, 1], from: now).filter { $0 > now }.min()
    }

    /// The last up to `now`, itself included; nil if there are no times.
    package func last(upTo now: Date) -> Date? {
        occurrences(on: [-1, 0], from: now).filter { $0 <= now }.max()
    }

    /// - Parameter days: counted from the day that `now` is of.
    private func occurrences(on days: [Int], from now: Date) -> [Date] {
        let seconds = Int(now.timeIntervalSince1970.rounded(.down))
        let today = Self.dayStart(seconds + zone.secondsFromGMT(for: now))
        return days.flatMap { day in
            times.map { time in
                Date(timeIntervalSince1970: Double(moment(today + day * Self.day + time.minutes * 60)))
            }
        }
    }

    private static let day = 86_400

    private static func dayStart(_ seconds: Int) -> Int {
        seconds - (seconds % day + day) % day
    }

    /// When clocks in the zone show `local`, in seconds since 1970; both count as if there were no zones.
    private func moment(_ local: Int) -> Int {
        let before = offset(local - Self.day)
        let after = offset(local + Self.day)
        let early = local - before
        if before == after { return early }
        // The clocks change about then. Both are right where they show the time twice, and the first counts.
        let right = [early, local - after].filter { $0 + offset($0) == local }
        return right.min() ?? shift(from: local - after, to: early, before: before)
    }

    /// The first second at which the zone is no longer `before` ahead of UTC.
    private func shift(from start: Int, to end: Int, before: Int) -> Int {
        var (low, high) = (min(start, end) - 1, max(start, end))
        while high - low > 1 {
            let middle = (low + high) / 2
            if offset(middle) == before { low = middle } else { high = middle }
        }
        return high
    }

    private func offset(_ seconds: Int) -> Int {
        zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds)))
    }
}
