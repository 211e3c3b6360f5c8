public import Foundation

/// Times in the spellings that content systems use.
///
/// Parsed by hand because a full load parses one for each item. `2023-05-19T05:13:30.827Z`,
/// `2017-07-30T01:29:21+00:00` and `2020-04-29T06:29:13+0000` all occur in published responses.
public enum Timestamp {
    /// Returns nil if the text is not an ISO 8601 date and time with an offset. Precise to the millisecond.
    public static func date(_ text: String) -> Date? {
        milliseconds(text).map { Date(timeIntervalSince1970: Double($0) / 1000) }
    }

    /// Returns the begin of a day in UTC; nil if the text is not `YYYY-MM-DD`, or the year is before 1970.
    public static func day(_ text: String) -> Date? {
        guard text.utf8.count == 10, let date = date(text + "T00:00:00Z"), date.timeIntervalSince1970 >= 0
        else { return nil }
        return date
    }

    /// Returns milliseconds since 1970.
    public static func milliseconds(_ text: String) -> Int64? {
        var rest = text.utf8[...]
        func digits(_ count: Int) -> Int64? {
            guard rest.count >= count else { return nil }
            var value: Int64 = 0
            for byte in rest.prefix(count) {
                guard (48...57).contains(byte) else { return nil }
                value = value * 10 + Int64(byte - 48)
            }
            rest = rest.dropFirst(count)
            return value
        }
        func consume(_ wanted: String) -> Bool {
            guard let byte = rest.first, wanted.utf8.contains(byte) else { return false }
            rest = rest.dropFirst()
            return true
        }
        guard let year = digits(4), consume("-"), let month = digits(2), consume("-"), let day = digits(2),
            consume("Tt "), let hour = digits(2), consume(":"), let minute = digits(2), consume(":"),
            let second = digits(2), (1...12).contains(month),
            (1...lastDay(ofMonth: month, year: year)).contains(day),
            hour < 24, minute < 60, second < 61
        else { return nil }
        var milliseconds: Int64 = 0
        if consume(".,") {
            let fraction = rest.prefix { (48...57).contains($0) }
            guard !fraction.isEmpty else { return nil }
            let padded = Array(fraction.prefix(3)) + Array(repeating: 48, count: max(0, 3 - fraction.count))
            milliseconds = padded.reduce(0) { $0 * 10 + Int64($1 - 48) }
            rest = rest[fraction.endIndex...]
        }
        var offset: Int64 = 0
        if !consume("Zz") {
            let negative = rest.first == UInt8(ascii: "-")
            guard consume("+-"), let hours = digits(2), hours < 24 else { return nil }
            let separated = consume(":")
            guard let minutes = rest.isEmpty && !separated ? 0 : digits(2), minutes < 60 else { return nil }
            offset = (hours * 60 + minutes) * (negative ? -60 : 60)
        }
        guard rest.isEmpty else { return nil }
        let seconds = days(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second - offset
        return seconds * 1000 + milliseconds
    }

    /// Formats a time like `2023-05-19T05:13:30Z`, with milliseconds only if there are any.
    public static func text(_ date: Date) -> String {
        let total = milliseconds(of: date)
        let fraction = ((total % 1000) + 1000) % 1000
        let seconds = (total - fraction) / 1000
        var time = time_t(seconds)
        var parts = tm()
        gmtime_r(&time, &parts)
        func pad(_ value: some BinaryInteger, _ width: Int) -> String {
            let digits = String(value)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        let day = "\(pad(parts.tm_year + 1900, 4))-\(pad(parts.tm_mon + 1, 2))-\(pad(parts.tm_mday, 2))"
        let clock = "\(pad(parts.tm_hour, 2)):\(pad(parts.tm_min, 2)):\(pad(parts.tm_sec, 2))"
        return "\(day)T\(clock)" + (fraction == 0 ? "Z" : ".\(pad(fraction, 3))Z")
    }

    /// The years that times are kept in: 0001 to 9999, in milliseconds since 1970.
    package static let range: ClosedRange<Int64> = -62_135_596_800_000...253_402_300_799_999

    /// Returns milliseconds since 1970; of a time outside ``range`` its nearer end.
    ///
    /// Whatever a date was made of, nothing that is computed from it overflows.
    package static func milliseconds(of date: Date) -> Int64 {
        let exact = (date.timeIntervalSince1970 * 1000).rounded()
        guard exact > Double(range.lowerBound) else { return range.lowerBound }
        return exact < Double(range.upperBound) ? Int64(exact) : range.upperBound
    }

    /// Returns the date of a number of milliseconds since 1970; of one outside ``range`` its nearer end.
    package static func date(milliseconds: Int64) -> Date {
        Date(
            timeIntervalSince1970: Double(min(max(milliseconds, range.lowerBound), range.upperBound)) / 1000)
    }

    /// Returns days since 1970-01-01 in the proleptic Gregorian calendar.
    private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func lastDay(ofMonth month: Int64, year: Int64) -> Int64 {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}
