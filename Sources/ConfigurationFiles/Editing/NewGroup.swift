import Foundation

/// A group that is to be set up, with its providers.
package struct NewGroup: Sendable, Equatable {
    /// The platform's group id.
    package var id: String
    package var name: String
    /// The e-mail address of the connector's administrator.
    package var admin: String?
    /// What is to become of each provider, by its id; all values are as a person types them.
    package var providers: [String: DeploymentChange] = [:]

    package init(id: String, name: String, admin: String? = nil) {
        self.id = id
        self.name = name
        self.admin = admin
    }

    /// What the group's file is called, without what would tell it from one that is there.
    ///
    /// A name that has no Latin letters gives none, and the id is taken.
    var fileStem: String {
        [name, id].lazy.map(Self.stem).first { !$0.isEmpty } ?? "group"
    }

    private static func stem(_ text: String) -> String {
        let plain = text.folding(options: [.diacriticInsensitive, .caseInsensitive], locale: nil).lowercased()
        let words = plain.unicodeScalars.split { !("a"..."z").contains($0) && !("0"..."9").contains($0) }
        return String(words.map { String(Substring($0)) }.joined(separator: "-").prefix(60))
            .trimmingCharacters(in: ["-"])
    }
}
