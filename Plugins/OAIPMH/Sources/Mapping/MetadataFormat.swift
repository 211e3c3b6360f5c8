import ConnectorKit
import Foundation
import Markup

/// A family of metadata formats: what is mapped of its records, and where that stands.
struct MetadataFormat: Sendable {
    /// Raised with every change of a rule, or of how values are found.
    static let version = 1

    /// For messages: `Dublin Core`.
    let name: String
    let rules: [FieldRule]
    /// Whether an element can be the root of such metadata.
    let isRoot: @Sendable (XMLName) -> Bool
    /// The texts at a path below the root, in the document's order.
    let find: @Sendable (_ path: String, _ root: XMLTree) -> [String]

    /// Told by the prefix, which each repository chooses for itself, but for `oai_dc`: one with `lom` in it
    /// is LOM, one with `dc` is Dublin Core (our decision).
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

    /// What cannot be read is a problem of the settings, and never gets here; Dublin Core where it does.
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

    /// The texts at a path of a record, trimmed, without empty ones. `header.` leads into the header.
    func values(_ path: String, of record: XMLTree, _ metadata: XMLTree) -> [String] {
        let found: [String]
        if path.hasPrefix("header.") {
            let header = record.child(Answer.name("header"))
            found = [header?.child(Answer.name(String(path.dropFirst("header.".count))))?.text ?? ""]
        } else {
            found = find(path, metadata)
        }
        return found.map { $0.trimmed }.filter { !$0.isEmpty }
    }
}
