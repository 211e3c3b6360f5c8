public import Foundation

/// When daily times come next.
public enum NextRun {
    /// The first of `times` after `now`, read in `zone`: a time that a clock change skips comes as soon
    /// as it can, one that it repeats comes once.
    public static func after(_ now: Date, times: [TimeOfDay], in zone: TimeZone) -> Date? {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        return times.compactMap { time in
            calendar.nextDate(
                after: now, matching: DateComponents(hour: time.hour, minute: time.minute, second: 0),
                matchingPolicy: .nextTime, repeatedTimePolicy: .first)
        }.min()
    }
}
