import ConnectorKit
import Foundation

/// Datestamps as repositories write them (OAI-PMH 2.0 section 3.3 has two formats; rule O8).
enum Datestamp {
    /// Returns the time in UTC; nil if the text is no date.
    ///
    /// A time without a zone is in UTC. A year, month or day alone is its first second. Dates may be compact
    /// (`20240531`), and a blank may stand for the `T`.
    static func date(_ text: String) -> Date? {
        let text = text.trimmed.uppercased()
        if let date = Timestamp.date(text) { return date }
        let parts = text.split(maxSplits: 1) { $0 == "T" || $0 == " " }
        guard let first = parts.first, let day = day(first) else { return nil }
        guard parts.count == 2 else { return Timestamp.date("\(day)T00:00:00Z") }
        guard let time = time(parts[1].filter { $0 != " " }) else { return nil }
        return Timestamp.date("\(day)T\(time)")
    }

    /// Returns `2024-05-31` for a day, month or year in any of the spellings.
    private static func day(_ text: Substring) -> String? {
        let digits = text.filter { $0 != "-" && $0 != "/" }
        guard digits.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
        let groups = text.split(omittingEmptySubsequences: false) { $0 == "-" || $0 == "/" }.map(\.count)
        switch groups {
        case [4, 2, 2], [8]:
            return "\(digits.prefix(4))-\(digits.dropFirst(4).prefix(2))-\(digits.dropFirst(6))"
        case [4, 2]: return "\(digits.prefix(4))-\(digits.dropFirst(4))-01"
        case [4]: return "\(digits)-01-01"
        default: return nil
        }
    }

    /// Returns `13:20:00Z` for a time in any of the spellings.
    private static func time(_ text: String) -> String? {
        var zone = "Z"
        var clock = text[...]
        for name in ["Z", "UTC", "GMT"] where clock.hasSuffix(name) { clock = clock.dropLast(name.count) }
        if let sign = clock.lastIndex(where: { $0 == "+" || $0 == "-" }) {
            zone = String(clock[sign...])
            clock = clock[..<sign]
        }
        let whole = clock.prefix { $0 != "." && $0 != "," }
        let fraction = clock.dropFirst(whole.count)
        let digits = whole.filter { $0 != ":" }
        switch (digits.count, whole.contains(":")) {
        case (4, _), (6, _):
            let seconds = digits.count == 6 ? digits.suffix(2) : "00"
            return "\(digits.prefix(2)):\(digits.dropFirst(2).prefix(2)):\(seconds)\(fraction)\(zone)"
        default: return nil
        }
    }
}
