import ConnectorKit

@testable import ConfigurationFiles
@testable import Host

extension JSONValue {
    /// What an editor makes of a YAML file: the values of the core schema of YAML 1.2.
    init(yaml text: String) throws {
        let document = try YAMLDocument(parsing: SourceText(Array(text.utf8)))
        self = document.root.map { JSONValue($0) } ?? .null
    }

    private init(_ node: YAMLNode) {
        switch node.content {
        case .scalar(let text, _): self = node.isPlain ? JSONValue(plain: text) : .text(text)
        case .sequence(let items, _): self = .list(items.map { JSONValue($0) })
        case .mapping(let entries, _):
            self = .object(
                sorting: Dictionary(entries.map { ($0.name ?? "", JSONValue($0.value)) }) { first, _ in first
                })
        }
    }

    private init(plain text: String) {
        self =
            switch text {
            case "", "~", "null", "Null", "NULL": .null
            case "true", "True", "TRUE": .boolean(true)
            case "false", "False", "FALSE": .boolean(false)
            case let text where text.wholeMatch(of: /[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?/) != nil:
                Double(text).map { JSONValue.number($0) } ?? .text(text)
            default: .text(text)
            }
    }
}
