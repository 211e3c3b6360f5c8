package import ConnectorKit

/// A record for machines: the names of its members and their order are promises (rule R2).
package typealias Record = JSONObject

extension JSONObject {
    /// The record as a JSON object, without line breaks. What could steer a terminal is escaped (rule L7).
    package var json: String { JSONValue.object(self).shownJSON }
}

extension JSONValue {
    /// The value as JSON, without line breaks. What could steer a terminal is escaped (rule L7).
    package var shownJSON: String { json.escapingControls }

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
