/// A group of the platform.
public struct Group: Sendable, Equatable {
    public let id: String
    public let name: String
    /// Nil for the platform's own group.
    public let parentID: String?

    /// The platform's own group.
    public static let platform = Group(id: ObjectID.make(.group, 1), name: "Acme", parentID: nil)
    public static let sales = Group(
        id: ObjectID.make(.group, 2), name: "Sales Academy", parentID: platform.id)
    public static let engineering = Group(
        id: ObjectID.make(.group, 3), name: "Engineering", parentID: platform.id)

    static let all = [platform, sales, engineering]

    var json: JSONValue {
        var members: [String: JSONValue] = [
            "_id": .text(id), "name": .text(name), "public": .boolean(false),
        ]
        if let parentID { members["parentId"] = .text(parentID) }
        return .object(members)
    }
}
