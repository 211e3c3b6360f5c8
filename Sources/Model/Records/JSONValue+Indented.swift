import ConnectorKit

extension JSONValue {
    /// The value as JSON over several lines, for files that people read.
    package var indented: String { indented(by: "") }

    private func indented(by indent: String) -> String {
        let deeper = indent + "  "
        func lines(_ lines: [String], _ open: String, _ close: String) -> String {
            open + "\n" + lines.map { deeper + $0 }.joined(separator: ",\n") + "\n" + indent + close
        }
        switch self {
        case .object(let record) where !record.members.isEmpty:
            return lines(
                record.members.map { "\(JSONValue.text($0.name).json): \($0.value.indented(by: deeper))" },
                "{", "}")
        case .list(let values) where values.contains(where: \.isCompound):
            return lines(values.map { $0.indented(by: deeper) }, "[", "]")
        case .list(let values): return "[" + values.map(\.json).joined(separator: ", ") + "]"
        default: return json
        }
    }

    private var isCompound: Bool {
        switch self {
        case .list, .object: true
        default: false
        }
    }
}
