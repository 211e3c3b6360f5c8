/// A value as an edit writes it into a file.
package indirect enum ConfigurationValue: Sendable, Equatable {
    case null
    case text(String)
    case boolean(Bool)
    case integer(Int)
    case list([ConfigurationValue])
    /// Members in the order in which they are written.
    case mapping([Member])

    package struct Member: Sendable, Equatable {
        package var name: String
        package var value: ConfigurationValue

        package init(_ name: String, _ value: ConfigurationValue) {
            self.name = name
            self.value = value
        }
    }
}

extension ConfigurationValue {
    /// What a node says, aliases and merge keys followed, whatever its style.
    init(_ node: YAMLNode) {
        switch node.content {
        case .scalar(let text, _): self = Self.scalar(text, plain: node.isPlain)
        case .sequence(let items, _): self = .list(items.map(Self.init))
        case .mapping(let entries, _):
            self = .mapping(entries.map { Member($0.name ?? "", Self($0.value)) })
        }
    }

    private static func scalar(_ text: String, plain: Bool) -> ConfigurationValue {
        guard plain else { return .text(text) }
        if ["", "~", "null", "Null", "NULL"].contains(text) { return .null }
        if let value = Bool(text) { return .boolean(value) }
        if let value = Int(text), String(value) == text { return .integer(value) }
        return .text(text)
    }

    /// The same value with members in order of name, and a mapping without members as null: what two
    /// files have to agree in to say the same.
    var normalized: ConfigurationValue {
        switch self {
        case .mapping(let members):
            members.isEmpty
                ? .null
                : .mapping(
                    members.map { Member($0.name, $0.value.normalized) }.sorted { $0.name < $1.name })
        case .list(let items): .list(items.map(\.normalized))
        default: self
        }
    }

    /// The value with what `path` leads to replaced, or taken away for nil.
    func setting(_ path: ArraySlice<String>, to value: ConfigurationValue?) -> ConfigurationValue {
        guard let name = path.first else { return value ?? .null }
        var members: [Member] = []
        if case .mapping(let present) = self { members = present }
        let index = members.firstIndex { $0.name == name }
        if path.count == 1, value == nil {
            if let index { members.remove(at: index) }
        } else if let index {
            members[index].value = members[index].value.setting(path.dropFirst(), to: value)
        } else {
            members.append(Member(name, ConfigurationValue.null.setting(path.dropFirst(), to: value)))
        }
        return .mapping(members)
    }
}
