/// Changes one value of a YAML file and nothing else.
///
/// Every change is proved before it is handed out: the new bytes are read again, and have to say
/// what the old ones said but for that one value.
struct YAMLEdit {
    let source: SourceText
    let document: YAMLDocument
    var edits = ByteEdits()

    init(_ bytes: [UInt8]) throws(EditRefusal) {
        source = SourceText(bytes)
        do {
            document = try YAMLDocument(parsing: source)
        } catch {
            let (line, column) = source.position(of: error.offset)
            throw EditRefusal("\(line):\(column): \(error.message)")
        }
    }

    /// The bytes of the file with the value at `path` set, or taken away for nil.
    ///
    /// - Throws: ``EditRefusal`` if that cannot be done without touching anything else.
    static func setting(
        _ path: [String], to value: ConfigurationValue?, in bytes: [UInt8]
    ) throws(EditRefusal) -> [UInt8] {
        var edit = try YAMLEdit(bytes)
        guard let root = edit.document.root, root.entries != nil, !path.isEmpty else {
            throw EditRefusal("1:1: the file is no mapping, so nothing can be set in it")
        }
        let before = ConfigurationValue(root)
        let wanted = before.setting(path[...], to: value).normalized
        if wanted == before.normalized { return bytes }
        try edit.set(path[...], to: value, in: root, entry: nil)
        guard let changed = edit.edits.applied(to: bytes), let after = try? YAMLEdit(changed).document.root,
            ConfigurationValue(after).normalized == wanted
        else {
            throw edit.refusal(
                "\(path.joined(separator: ".")) cannot be changed without changing more of the file; "
                    + "edit it by hand",
                at: root)
        }
        return changed
    }

    /// - Parameter entry: the entry that holds `node`, nil for the root.
    private mutating func set(
        _ path: ArraySlice<String>, to value: ConfigurationValue?, in node: YAMLNode, entry: YAMLEntry?
    ) throws(EditRefusal) {
        guard let name = path.first else { return }
        let rest = path.dropFirst()
        if let alias = node.alias {
            throw refusal(
                "\(entry?.name ?? "the value") is an alias (*\(alias)) of a value that others share; "
                    + "write it out by hand",
                at: node)
        }
        guard let entries = node.entries else {
            guard node.isNull, let entry, let value else {
                throw refusal(
                    "\(entry?.name ?? "the value") is \(node.kind); a mapping was expected", at: node)
            }
            fill(entry, with: .mapping([.init(name, ConfigurationValue.null.setting(rest, to: value))]))
            return
        }
        let own = entries.filter { $0.name == name && !$0.merged }
        guard own.count < 2 else {
            throw refusal("\"\(name)\" stands here twice; remove one", at: own[1].key)
        }
        guard let found = own.first else {
            guard let value else {
                throw refusal("\(name) comes by a merge key (<<) and cannot be removed here", at: node)
            }
            insert(.init(name, ConfigurationValue.null.setting(rest, to: value)), into: node)
            return
        }
        guard rest.isEmpty else { return try set(rest, to: value, in: found.value, entry: found) }
        try refuseShared(found)
        if let value { replace(found, with: value) } else { remove(found, from: node) }
    }

    /// A value that an alias elsewhere stands for cannot go without that alias.
    private func refuseShared(_ entry: YAMLEntry) throws(EditRefusal) {
        let span = entry.value.span
        for use in document.aliases
        where span.lowerBound <= use.target.lowerBound && use.target.upperBound <= span.upperBound
            && !(span.lowerBound <= use.span.lowerBound && use.span.upperBound <= span.upperBound)
        {
            let line = source.position(of: use.span.lowerBound).line
            throw refusal(
                "\(entry.name ?? "") is shared: *\(use.name) on line \(line) stands for it too; "
                    + "write one of them out by hand",
                at: entry.value)
        }
    }

    func refusal(_ message: String, at node: YAMLNode) -> EditRefusal {
        let (line, column) = source.position(of: node.span.lowerBound)
        return EditRefusal("\(line):\(column): \(message)")
    }
}

/// Why a file was not changed. Nothing was written.
package struct EditRefusal: Error, Sendable, Equatable, CustomStringConvertible {
    /// Where, what, and what to do instead.
    package let message: String

    init(_ message: String) { self.message = message }

    package var description: String { message }
}
