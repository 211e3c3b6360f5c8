import Foundation

/// The decoded parameters of a query or form, in order.
struct QueryText: Sendable {
    let pairs: [(name: String, value: String)]

    /// - Throws: ``Refusal`` 400 if it is not percent-encoded UTF-8.
    init(_ text: String) throws(Refusal) {
        var pairs: [(name: String, value: String)] = []
        for part in text.split(separator: "&") {
            let halves = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            pairs.append((try Self.decode(halves[0]), halves.count > 1 ? try Self.decode(halves[1]) : ""))
        }
        self.pairs = pairs
    }

    private static func decode(_ text: Substring) throws(Refusal) -> String {
        guard let decoded = String(text).replacing("+", with: " ").removingPercentEncoding else {
            throw .invalid("\"\(text)\" is not percent-encoded")
        }
        return decoded
    }
}
