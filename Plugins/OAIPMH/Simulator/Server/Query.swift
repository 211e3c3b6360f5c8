import Foundation

/// The decoded arguments of a request, in order (OAI-PMH 2.0 section 3.1.1).
struct Query: Sendable {
    let pairs: [(name: String, value: String)]

    /// - Parameter text: A query string without its `?`, or a form body. Text that is not percent-encoded
    ///   UTF-8 stays unchanged, so the protocol does not know the argument.
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
