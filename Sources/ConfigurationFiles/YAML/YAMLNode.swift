import ConnectorKit

/// A value in a YAML file, with the bytes it was written in.
struct YAMLNode: Sendable {
    enum Content: Sendable {
        case scalar(String, ScalarStyle)
        case sequence([YAMLNode], flow: Bool)
        case mapping([YAMLEntry], flow: Bool)
    }

    enum ScalarStyle: Sendable {
        case plain, singleQuoted, doubleQuoted, block
    }

    var content: Content
    /// The bytes of the value: anchor and tag included, an alias alone where it is written as one,
    /// and of a block collection up to the end of its last value.
    var span: Range<Int>
    /// The name after `&`, where it has one.
    var anchor: String?
    /// The name after `*`, where it is written as an alias; the content is then that of the anchor.
    var alias: String?
    /// Whether `!!str` says that it is text.
    var isTaggedText = false
    /// How many values it holds, itself and what its aliases stand for included.
    var weight = 1
}

/// One key of a mapping with its value.
struct YAMLEntry: Sendable {
    let key: YAMLNode
    let value: YAMLNode
    /// Whether it came by a merge key (`<<`) and so is written elsewhere.
    var merged = false

    /// The key's text; nil if the key is no single text.
    var name: String? { key.text }
}

extension YAMLNode {
    /// The text of a scalar.
    var text: String? {
        if case .scalar(let text, _) = content { text } else { nil }
    }

    /// Whether it is a scalar written without quotes.
    var isPlain: Bool {
        if case .scalar(_, .plain) = content { !isTaggedText } else { false }
    }

    /// Whether nothing is written, or one of the ways to write null.
    var isNull: Bool {
        guard isPlain, let text else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(text)
    }

    var entries: [YAMLEntry]? {
        if case .mapping(let entries, _) = content { entries } else { nil }
    }

    var items: [YAMLNode]? {
        if case .sequence(let items, _) = content { items } else { nil }
    }

    var isFlow: Bool {
        switch content {
        case .sequence(_, let flow), .mapping(_, let flow): flow
        case .scalar: false
        }
    }

    /// The first entry of this name, its own before merged ones.
    func entry(_ name: String) -> YAMLEntry? {
        entries?.first { $0.name == name && !$0.merged } ?? entries?.first { $0.name == name }
    }
}
