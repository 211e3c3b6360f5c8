package import Foundation

/// An access token as the store keeps it: never the token, only its hash.
package struct StoredToken: Sendable, Equatable {
    package let id: Int64
    package let name: String
    package let role: String
    /// The ids of the groups it is limited to; empty: all.
    package let groups: [String]
    package let created: Date
    package let expires: Date?
    package let revoked: Date?

    package init(
        id: Int64, name: String, role: String, groups: [String], created: Date, expires: Date?,
        revoked: Date?
    ) {
        self.id = id
        self.name = name
        self.role = role
        self.groups = groups
        self.created = created
        self.expires = expires
        self.revoked = revoked
    }
}
