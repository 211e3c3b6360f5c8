import ConnectorKit
import Foundation
import HTTPAPI

/// The fields of a query or of a form that was sent, each name with its values in their order.
struct FormFields: Sendable, Equatable {
    private(set) var values: [String: [String]] = [:]

    init() {}

    /// Fields as addresses and plain forms write them (`a=1&b=2`).
    ///
    /// - Returns: nil where they are not percent-encoded UTF-8.
    init?(encoded text: some StringProtocol) {
        for part in text.split(separator: "&") {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Self.decoded(String(pair[0])),
                let value = Self.decoded(pair.count > 1 ? String(pair[1]) : "")
            else { return nil }
            add(value, as: name)
        }
    }

    mutating func add(_ value: String, as name: String) { values[name, default: []].append(value) }

    /// The first value of a name, without space around it; nil where it is missing or empty.
    subscript(_ name: String) -> String? {
        let text = values[name]?.first?.trimmed
        return text?.isEmpty ?? true ? nil : text
    }

    /// All values of a name that are not empty.
    func all(_ name: String) -> [String] { (values[name] ?? []).filter { !$0.isEmpty } }

    /// The values of a name that were typed into one field, between commas or spaces.
    func list(_ name: String) -> [String] {
        all(name).flatMap { $0.split { ",; \n\r\t".contains($0) }.map(String.init) }
    }

    private static func decoded(_ text: String) -> String? {
        text.replacing("+", with: " ").removingPercentEncoding
    }
}

/// An address of this site with a query.
enum Address {
    static func query(_ path: String, _ fields: [(String, String)]) -> String {
        let text = fields.map { "\($0.0.percentEncoded)=\($0.1.percentEncoded)" }.joined(separator: "&")
        return text.isEmpty ? path : "\(path)?\(text)"
    }
}
