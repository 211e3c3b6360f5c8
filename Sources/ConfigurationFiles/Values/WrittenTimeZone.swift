import Foundation
import Model

/// Time zones as files write them: an offset such as `+01:00`, `UTC`, or an IANA name.
enum WrittenTimeZone {
    /// Nil if the text is none of them. Abbreviations such as `CET` that are no IANA name are not
    /// read: they mean different things in different places.
    static func timezone(_ text: String) -> TimeZone? {
        if text == "UTC" || text == "Z" { return TimeZone(secondsFromGMT: 0) }
        if let sign = text.first, "+-".contains(sign) {
            guard let offset = TimeOfDay(String(text.dropFirst())), offset.minutes <= 14 * 60 else {
                return nil
            }
            return TimeZone(secondsFromGMT: offset.minutes * (sign == "-" ? -60 : 60))
        }
        guard text.contains("/") || names.contains(text) else { return nil }
        return TimeZone(identifier: text)
    }

    static var names: [String] { TimeZone.knownTimeZoneIdentifiers }
}
