import CCurl
import Foundation

/// The `Retry-After` header (RFC 9110, 10.2.3).
enum RetryAfter {
    /// Returns the pause that the header asks for: seconds, or the time until an HTTP date, never negative.
    /// Returns nil if the value is neither.
    static func pause(_ value: String, now: Date) -> Duration? {
        let text = value.trimmingCharacters(in: .whitespaces)
        if text.utf8.allSatisfy({ (48...57).contains($0) }), let seconds = Int64(text) {
            return .seconds(min(seconds, farthest))
        }
        // All three formats of an HTTP date begin with the day of the week. libcurl also reads other formats.
        guard text.first?.isLetter == true else { return nil }
        let time = curl_getdate(text, nil)
        guard time >= 0 else { return nil }
        let left = Double(time) - now.timeIntervalSince1970
        return .milliseconds(Int64(min(max(0, left), Double(farthest)) * 1000))
    }

    /// One year: too long for any caller, and small enough to compute with.
    private static let farthest: Int64 = 366 * 86_400
}
