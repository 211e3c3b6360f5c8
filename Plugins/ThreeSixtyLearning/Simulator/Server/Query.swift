import ConnectorKit
import Foundation

/// Filters in LHS bracket notation, `mail[eq]=…`, and the token of a next page.
struct Query: Sendable {
    /// The query the first page was asked with.
    let text: String
    let offset: Int
    private let conditions: [(field: String, operation: String, value: String)]

    /// - Parameter filters: the fields of the endpoint and their operators; everything else is refused.
    /// - Throws: ``Refusal`` 400.
    init(_ call: Call, filters: [(field: String, operations: [String])]) throws(Refusal) {
        var text = call.request.query
        var offset = 0
        if let next = try Self.pairs(text).first(where: { $0.name == "next" }) {
            // The token keeps the filters of the first request, as the pagination guide says.
            guard try Self.pairs(text).count == 1, let page = Self.read(next.value) else {
                throw .malformed("next is no token of a next page")
            }
            (offset, text) = page
        }
        self.text = text
        self.offset = offset
        var conditions: [(String, String, String)] = []
        for (name, value) in try Self.pairs(text) {
            guard let match = name.wholeMatch(of: /(\w+)\[(\w+)\](?:\[\d*\])?/),
                let filter = filters.first(where: { $0.field == match.1 }),
                filter.operations.contains(String(match.2))
            else { throw .malformed("there is no filter \(name) here") }
            conditions.append((String(match.1), String(match.2), value))
        }
        self.conditions = conditions
    }

    /// Whether the conditions on a field take a value; both sides pass through `plain` first.
    func takes(_ value: String, as field: String, _ plain: (String) -> String = { $0 }) -> Bool {
        let own = conditions.filter { $0.field == field }
        func values(_ operation: String) -> [String]? {
            let found = own.filter { $0.operation == operation }.map { plain($0.value) }
            return found.isEmpty ? nil : found
        }
        return values("eq")?.contains(plain(value)) ?? true
            && values("in")?.contains(plain(value)) ?? true
            && !(values("ne")?.contains(plain(value)) ?? false)
            && !(values("nin")?.contains(plain(value)) ?? false)
    }

    /// - Throws: ``Refusal`` 400 where it is no date and time.
    func time(_ field: String, _ operation: String) throws(Refusal) -> Date? {
        guard let found = conditions.first(where: { $0.field == field && $0.operation == operation }) else {
            return nil
        }
        guard let date = Timestamp.date(found.value) else {
            throw .malformed("\(field)[\(operation)] is \"\(found.value)\"; a date and time was expected")
        }
        return date
    }

    /// The query of the page that begins at `offset`.
    func next(_ offset: Int) -> String {
        "next="
            + Data("\(offset)?\(text)".utf8).base64EncodedString().replacing("+", with: "-")
            .replacing("/", with: "_").replacing("=", with: "")
    }

    private static func read(_ token: String) -> (Int, String)? {
        let plain = token.replacing("-", with: "+").replacing("_", with: "/")
        let padded = plain + String(repeating: "=", count: (4 - plain.count % 4) % 4)
        guard let data = Data(base64Encoded: padded) else { return nil }
        let parts = String(decoding: data, as: UTF8.self)
            .split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let offset = Int(parts[0]), offset >= 0 else { return nil }
        return (offset, String(parts[1]))
    }

    private static func pairs(_ text: String) throws(Refusal) -> [(name: String, value: String)] {
        var pairs: [(String, String)] = []
        for part in text.split(separator: "&") {
            let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard sides.count == 2, let name = decode(sides[0]), let value = decode(sides[1]) else {
                throw .malformed("the query cannot be read")
            }
            pairs.append((name, value))
        }
        return pairs
    }

    static func decode(_ text: Substring) -> String? {
        String(text).replacing("+", with: " ").removingPercentEncoding
    }
}
