@testable import ConfigurationFiles
@testable import Host

extension JSON {
    /// What an editor makes of a YAML file: the values of the core schema of YAML 1.2.
    init(yaml text: String) throws {
        let document = try YAMLDocument(parsing: SourceText(Array(text.utf8)))
        self = document.root.map(JSON.init) ?? .null
    }

    private init(_ node: YAMLNode) {
        switch node.content {
        case .scalar(let text, _): self = node.isPlain ? JSON(plain: text) : .text(text)
        case .sequence(let items, _): self = .list(items.map(JSON.init))
        case .mapping(let entries, _):
            self = .object(
                Dictionary(entries.map { ($0.name ?? "", JSON($0.value)) }) { first, _ in first })
        }
    }

    private init(plain text: String) {
        self =
            switch text {
            case "", "~", "null", "Null", "NULL": .null
            case "true", "True", "TRUE": .boolean(true)
            case "false", "False", "FALSE": .boolean(false)
            case let text where text.wholeMatch(of: /[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?/) != nil:
                Double(text).map(JSON.number) ?? .text(text)
            default: .text(text)
            }
    }
}
