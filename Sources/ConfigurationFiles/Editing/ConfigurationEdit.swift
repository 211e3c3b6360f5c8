import ConnectorKit
package import Foundation

/// Changes in one configuration file, written at once.
///
/// Every byte outside the changed values stays as it was: comments, styles, quotes, line ends. Where
/// that cannot be, because the value is shared by an alias, the change is refused and says so.
package struct ConfigurationEdit: Sendable {
    package let file: URL
    /// The file as messages name it.
    package let shownFile: String
    /// The file with all changes so far.
    package private(set) var bytes: [UInt8]
    private let original: [UInt8]

    /// Reads a file to change it.
    ///
    /// - Throws: ``EditRefusal`` if it cannot be read.
    package init(file: URL, shownAs shownFile: String) throws(EditRefusal) {
        self.file = file
        self.shownFile = shownFile
        do {
            original = try FileContent.read(file, limit: YAMLLimit.bytes)
        } catch {
            throw EditRefusal("\(shownFile): the file cannot be read: \(error.reason)")
        }
        bytes = original
    }

    /// Whether anything is to be written.
    package var isChanged: Bool { bytes != original }

    /// Sets the value at the end of a path of keys; missing mappings on the way are made.
    package mutating func set(_ path: [String], to value: ConfigurationValue) throws(EditRefusal) {
        bytes = try named { () throws(EditRefusal) in try YAMLEdit.setting(path, to: value, in: bytes) }
    }

    /// Takes the key at the end of a path away; one that is not there is no mistake.
    package mutating func remove(_ path: [String]) throws(EditRefusal) {
        bytes = try named { () throws(EditRefusal) in try YAMLEdit.setting(path, to: nil, in: bytes) }
    }

    /// The text that is written at the end of a path of keys; nil if there is none.
    func text(at path: [String]) -> String? {
        guard let root = try? YAMLEdit(bytes).document.root else { return nil }
        return path.reduce(root) { $0?.entry($1)?.value }?.text
    }

    /// The line and the column, from 1, of the key at the end of a path; of the file's start if there is none.
    func position(of path: [String]) -> (line: Int, column: Int) {
        guard let edit = try? YAMLEdit(bytes) else { return (1, 1) }
        var entry: YAMLEntry?
        var node = edit.document.root
        for key in path {
            entry = node?.entry(key)
            node = entry?.value
        }
        return entry.map { edit.source.position(of: $0.key.span.lowerBound) } ?? (1, 1)
    }

    /// Sets filters of a provider; an empty one becomes `[]` if it is written, and stays unwritten if it is not.
    ///
    /// - Parameters:
    ///   - languages: nil leaves that filter as it is.
    ///   - contentTypes: likewise.
    ///   - terms: those of vocabularies of the provider's own, by name; one that is missing stays as it is.
    package mutating func setFilters(
        languages: [String]?, contentTypes: [String]?, terms: [String: [String]] = [:], provider: String
    ) throws(EditRefusal) {
        let before = bytes
        let all =
            [("languages", languages), ("content_types", contentTypes)]
            + terms.sorted { $0.key < $1.key }.map { ($0.key, Optional($0.value)) }
        let members = all.compactMap { name, values in
            values.map { (name, $0.map { ConfigurationValue.text($0.replacing("${", with: "$${")) }) }
        }
        do throws(EditRefusal) {
            try writeFilters(members, path: ["providers", provider, "filters"])
        } catch {
            bytes = before
            throw error
        }
    }

    private mutating func writeFilters(
        _ members: [(String, [ConfigurationValue])], path: [String]
    ) throws(EditRefusal) {
        let written = try named { () throws(EditRefusal) in try YAMLEdit(bytes).document.root }
        let node = path.reduce(written) { $0?.entry($1)?.value }
        // Both replace a mapping that is written elsewhere.
        let isNew = node == nil || node?.alias != nil && members.count >= 2
        if isNew {
            let given = members.filter { !$0.1.isEmpty }.map { ConfigurationValue.Member($0.0, .list($0.1)) }
            if node == nil, given.isEmpty { return }
            return try set(path, to: .mapping(given))
        }
        for (name, values) in members
        where !values.isEmpty || node?.entry(name).map({ !$0.value.isNull }) ?? false {
            try set(path + [name], to: .list(values))
        }
    }

    /// Writes the file: all of it or nothing, with the mode it had. A symbolic link stays one, its
    /// target is written.
    ///
    /// - Throws: ``EditRefusal`` if the file changed since it was read, or cannot be written.
    package func write() throws(EditRefusal) {
        guard isChanged else { return }
        try named { () throws(EditRefusal) in try AtomicFile.replace(file, original, with: bytes) }
    }

    private func named<Value>(_ work: () throws(EditRefusal) -> Value) throws(EditRefusal) -> Value {
        do throws(EditRefusal) { return try work() } catch {
            let colon = error.message.first?.isNumber == true ? ":" : ": "
            throw EditRefusal("\(shownFile)\(colon)\(error.message)")
        }
    }
}
