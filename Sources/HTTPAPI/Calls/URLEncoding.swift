import Foundation

/// Fields as queries and plain forms write them: `a=1&b=2`.
///
/// Hummingbird's `URLEncodedFormDecoder` does not read them: it refuses a name that is repeated, which the API
/// promises for filters and browsers send for check boxes, leaves out names without a value, and gives brackets in
/// names a meaning.
package enum URLEncoding {
    /// The most fields (rule L9).
    package static let mostFields = 1_000

    /// - Returns: nil if the text is not percent-encoded UTF-8, or has more than ``mostFields``.
    package static func pairs(_ text: String) -> [(name: String, value: String)]? {
        guard text.utf8.count(where: { $0 == UInt8(ascii: "&") }) < mostFields else { return nil }
        var pairs: [(name: String, value: String)] = []
        for part in text.split(separator: "&") {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = decoded(pair[0]), let value = decoded(pair.count > 1 ? pair[1] : "") else {
                return nil
            }
            pairs.append((name, value))
        }
        return pairs
    }

    private static func decoded(_ text: Substring) -> String? {
        text.replacing("+", with: " ").removingPercentEncoding
    }
}
