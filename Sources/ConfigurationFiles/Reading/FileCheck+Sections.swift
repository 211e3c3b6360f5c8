import ConnectorKit
import Model

/// A mapping whose keys were checked: unknown and repeated ones are reported, the rest can be asked for.
struct Section {
    /// Where a value that is missing is reported: the key that holds the section.
    let place: Range<Int>
    fileprivate(set) var entries: [String: Entry] = [:]
    /// Keys in the order in which they are written, each once.
    fileprivate(set) var names: [String] = []

    /// One key and what follows it.
    struct Entry {
        /// The key's text.
        let name: String
        let key: Range<Int>
        let value: YAMLNode
        /// Whether its value must not be shown.
        let secret: Bool
    }

    subscript(_ name: String) -> Entry? { entries[name] }

    /// The entry of this name, where its value is not null.
    func given(_ name: String) -> Entry? {
        entries[name].flatMap { $0.value.isNull ? nil : $0 }
    }
}

/// Which keys a section may have, and what is said of others.
struct SectionKeys {
    let declared: [KeyDeclaration]
    /// Whether other keys may stand too, such as the ids under `providers`; the section's reader judges them.
    var open = false
    /// Whether values of the section could be secrets put in the wrong place.
    var mayHoldSecrets = false
    /// How an unknown key is called: `unknown key "x"`, `unknown setting "x" for acme`.
    var unknown: @Sendable (String) -> String = { "unknown key \"\($0)\"" }
    /// More on a key that belongs elsewhere.
    var elsewhere: @Sendable (String) -> String? = { _ in nil }

    var names: [String] { declared.map(\.name) }

    fileprivate func declaration(of name: String) -> KeyDeclaration? { declared.first { $0.name == name } }

    /// A mapping of these keys and no others; nothing written is one that is empty.
    var schema: JSONSchema {
        let required = declared.filter(\.required).map(\.name)
        let properties = declared.map { ($0.name, $0.schema.value) }
        return (required.isEmpty ? JSONSchema.type("object", "null") : .type("object")).adding(
            [("properties", .object(Record(properties))), ("additionalProperties", .boolean(false))]
                + (required.isEmpty ? [] : [("required", .texts(required))]))
    }
}

extension FileCheck {
    /// Opens the mapping under a key; nothing written there is an empty section.
    ///
    /// - Returns: nil, and reported, if it is no mapping.
    mutating func section(_ entry: Section.Entry, _ keys: SectionKeys) -> Section? {
        section(entry.value, name: entry.name, place: entry.key, keys)
    }

    /// Opens a mapping that stands at `place` in the file.
    mutating func section(
        _ node: YAMLNode, name: String, place: Range<Int>, _ keys: SectionKeys
    ) -> Section? {
        var section = Section(place: place)
        if node.isNull { return section }
        guard let entries = node.entries else {
            if keys.mayHoldSecrets { mask(node) }
            let shown = keys.mayHoldSecrets ? node.kind : shown(node)
            report(
                .wrongType, at: node.span, "\(name) is \(shown); a mapping was expected", offending: shown)
            return nil
        }
        for entry in entries {
            guard let key = entry.name else { continue }
            let declaration = keys.declaration(of: key)
            let known = declaration != nil || keys.open
            guard declaration != nil || hasColon(entry.key) else {
                mask(entry.key)
                report(
                    .missing, at: entry.key.span,
                    "a key without a value; KEY: VALUE was expected, with a space after the colon")
                continue
            }
            let secret = !known || declaration?.secret ?? false
            if secret { mask(entry.value) }
            if let first = section.entries[key] {
                let line = source.position(of: first.key.lowerBound).line
                report(
                    .duplicateKey, at: entry.key.span,
                    "duplicate key \"\(key)\"; it first stands on line \(line)", offending: key)
                continue
            }
            if !known { reportUnknown(entry.key, key, keys) }
            section.names.append(key)
            section.entries[key] = Section.Entry(
                name: key, key: entry.key.span, value: entry.value, secret: secret)
        }
        return section
    }

    /// Whether a colon follows. In `{ secret:hush }` none does: the whole is a key, and holds a secret.
    private func hasColon(_ key: YAMLNode) -> Bool {
        let rest = source.bytes[key.span.upperBound...].drop { $0.isBlank }
        return rest.first == UInt8(ascii: ":")
    }

    private mutating func reportUnknown(_ node: YAMLNode, _ key: String, _ keys: SectionKeys) {
        let names = keys.names
        let near = nearest(key, among: names)
        let hint: String
        if let elsewhere = keys.elsewhere(key) {
            hint = elsewhere
        } else if let near {
            hint = "did you mean \"\(near)\"?"
        } else {
            hint = "known here: \(names.joined(separator: ", "))"
        }
        report(
            .unknownKey, at: node.span, "\(keys.unknown(key)); \(hint)", offending: key, valid: names,
            suggestion: near)
    }

    /// Reports a key that has to have a value.
    ///
    /// - Parameter shown: what a message calls it, where that is not the key alone.
    mutating func reportMissing(_ name: String, shown: String? = nil, in section: Section, expected: String) {
        let problem = section[name] == nil ? "is missing" : "has no value"
        report(
            .missing, at: section[name]?.key ?? section.place,
            "\(shown ?? name) \(problem); \(expected) was expected", key: name)
    }
}
