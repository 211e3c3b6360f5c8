public import Foundation

/// An access token as the store keeps it: never the token, only its hash.
public struct StoredToken: Sendable, Equatable {
    public let id: Int64
    public let name: String
    public let role: String
    /// The ids of the groups it is limited to; empty: all.
    public let groups: [String]
    public let created: Date
    public let expires: Date?
    public let revoked: Date?

    public init(
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
