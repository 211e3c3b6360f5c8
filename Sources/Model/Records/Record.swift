/// A record for machines: the keys and their order are promises (rule R2).
package struct Record: Sendable, Equatable {
    package struct Field: Sendable, Equatable {
        package let key: String
        package let value: RecordValue
    }

    package private(set) var fields: [Field] = []

    package init(_ fields: [(String, RecordValue)]) {
        self.fields = fields.map { Field(key: $0.0, value: $0.1) }
    }

    package var keys: [String] { fields.map(\.key) }

    package subscript(_ key: String) -> RecordValue? { fields.first { $0.key == key }?.value }

    /// The record as a JSON object, without line breaks.
    package var json: String {
        "{" + fields.map { "\(RecordValue.quote($0.key)):\($0.value.json)" }.joined(separator: ",") + "}"
    }

    /// The values as one line of CSV (RFC 4180), without its line end.
    package var csv: String { fields.map { Self.cell($0.value.plain) }.joined(separator: ",") }

    /// The keys as a line of CSV.
    package static func csvHeader(_ keys: [String]) -> String { keys.map(cell).joined(separator: ",") }

    private static func cell(_ text: String) -> String {
        guard text.utf8.contains(where: { [34, 44, 10, 13].contains($0) }) else { return text }
        // By bytes: a quote with a combining mark is another character, and one quote to a reader.
        return "\"" + String(decoding: text.utf8.flatMap { $0 == 34 ? [34, 34] : [$0] }, as: UTF8.self) + "\""
    }
}
