import CCurl
import Foundation

/// The `Retry-After` header (RFC 9110, 10.2.3).
enum RetryAfter {
    /// The pause it asks for: whole seconds, or what is left until an HTTP date, never less than none.
    /// Nil where it is neither.
    static func pause(_ value: String, now: Date) -> Duration? {
        let text = value.trimmingCharacters(in: .whitespaces)
        if text.utf8.allSatisfy({ (48...57).contains($0) }), let seconds = Int64(text) {
            return .seconds(min(seconds, farthest))
        }
        // All three spellings of an HTTP date begin with the day of the week; libcurl reads others too.
        guard text.first?.isLetter == true else { return nil }
        let time = curl_getdate(text, nil)
        guard time >= 0 else { return nil }
        let left = Double(time) - now.timeIntervalSince1970
        return .milliseconds(Int64(min(max(0, left), Double(farthest)) * 1000))
    }

    /// A year: enough to be too long, and small enough to reckon with.
    private static let farthest: Int64 = 366 * 86_400
}
