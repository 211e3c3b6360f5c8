package import ConnectorKit

extension JSONValue {
    /// The name of its type in a JSON Schema.
    package var kind: String {
        switch self {
        case .null: "null"
        case .boolean: "boolean"
        case .number: "number"
        case .text: "string"
        case .list: "array"
        case .object: "object"
        }
    }
}
