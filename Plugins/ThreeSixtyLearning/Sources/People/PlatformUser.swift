/// A person on the platform.
struct PlatformUser: Sendable, Equatable, Decodable {
    let id: String
    let mail: String?
    /// active, invited or deleted.
    let status: String

    private enum CodingKeys: String, CodingKey { case id = "_id", mail, status }

    /// What a person is in a group.
    struct Membership: Decodable {
        let groupId: String
        let role: String
    }
}

/// A group of the platform.
struct PlatformGroup: Decodable {
    let id: String
    let name: String?
    /// Nil for the platform's own group.
    let parentId: String?

    private enum CodingKeys: String, CodingKey { case id = "_id", name, parentId }
}
