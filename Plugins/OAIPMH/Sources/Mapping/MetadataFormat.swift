import ConnectorKit
import Foundation
import Markup

/// A family of metadata formats with its mapping.
struct MetadataFormat: Sendable {
    /// Raise it with every change of a rule, or of how values are found.
    static let version = 3

    /// The name for messages: `Dublin Core`.
    let name: String
    let rules: [FieldRule]
    /// Whether an element can be the root of this metadata.
    let isRoot: @Sendable (XMLName) -> Bool
    /// Returns the texts at a path below the root, in document order.
    let find: @Sendable (_ path: String, _ root: XMLTree) -> [String]

    /// Chooses the family by the prefix. Except for `oai_dc`, each repository chooses its own prefixes: one
    /// with `lom` in it is LOM, one with `dc` is Dublin Core (our decision).
    init?(prefix: String) {
        let prefix = prefix.lowercased()
        if prefix.contains("lom") {
            self = .lom
        } else if prefix.contains("dc") {
            self = .dublinCore
        } else {
            return nil
        }
    }

    /// The check of the settings rejects other prefixes, so the fallback to Dublin Core is never used.
    init(_ repository: Repository) {
        self = Self(prefix: repository.prefix) ?? .dublinCore
    }

    init(
        name: String, rules: [FieldRule], isRoot: @escaping @Sendable (XMLName) -> Bool,
        find: @escaping @Sendable (String, XMLTree) -> [String]
    ) {
        self.name = name
        self.rules = rules
        self.isRoot = isRoot
        self.find = find
    }

    /// Returns the texts at a path of a record, trimmed, without empty ones. `header.` means the header.
    func values(_ path: String, of record: XMLTree, _ metadata: XMLTree) -> [String] {
        let found: [String]
        if path.hasPrefix("header.") {
            let header = record.child(Answer.name("header"))
            found = [header?.child(Answer.name(String(path.dropFirst("header.".count))))?.content ?? ""]
        } else {
            found = find(path, metadata)
        }
        return found.map { $0.trimmed }.filter { !$0.isEmpty }
    }
}
