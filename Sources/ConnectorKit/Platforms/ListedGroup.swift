/// A group of a platform, as a person chooses from them.
public struct ListedGroup: Sendable, Equatable {
    /// The platform's id, as a group's file has it.
    public let id: String
    public let name: String

    public init(id: String, name: String) {
        self.id = id
        self.name = name
    }
}
