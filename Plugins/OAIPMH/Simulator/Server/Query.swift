import Foundation

/// The arguments of a request, decoded, in their order (OAI-PMH 2.0 section 3.1.1).
struct Query: Sendable {
    let pairs: [(name: String, value: String)]

    /// - Parameter text: a query string without its `?`, or a form body. What is not percent-encoded UTF-8
    ///   stays as it is, and is then no argument the protocol knows.
    init(_ text: String) {
        pairs = text.split(separator: "&").map { part in
            let halves = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (Self.decode(halves[0]), halves.count > 1 ? Self.decode(halves[1]) : "")
        }
    }

    private static func decode(_ text: Substring) -> String {
        text.replacing("+", with: " ").removingPercentEncoding ?? String(text)
    }
}
