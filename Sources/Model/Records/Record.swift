package import ConnectorKit

/// A record for machines: the names of its members and their order are promises (rule R2).
package typealias Record = JSONObject

extension JSONObject {
    /// The record as a JSON object, without line breaks.
    package var json: String { JSONValue.object(self).json }

    /// The values as one line of CSV (RFC 4180), without its line end.
    package var csv: String { members.map { Self.cell($0.value.plain) }.joined(separator: ",") }

    /// The names as a line of CSV.
    package static func csvHeader(_ names: [String]) -> String { names.map(cell).joined(separator: ",") }

    private static func cell(_ text: String) -> String {
        guard text.utf8.contains(where: { [34, 44, 10, 13].contains($0) }) else { return text }
        // By bytes: a quote with a combining mark is another character, and one quote to a reader.
        return "\"" + String(decoding: text.utf8.flatMap { $0 == 34 ? [34, 34] : [$0] }, as: UTF8.self) + "\""
    }
}

extension JSONValue {
    /// The value as plain text, for CSV and tables: lists joined by `|`, null empty.
    package var plain: String {
        switch self {
        case .text(let text): text
        case .list(let values): values.map(\.plain).joined(separator: "|")
        case .null: ""
        default: json
        }
    }
}
