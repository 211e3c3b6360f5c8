/// A group of the platform.
package struct Group: Sendable, Equatable {
    package let id: String
    package let name: String
    /// Nil for the platform's own group.
    package let parentID: String?

    /// The platform's own group.
    package static let platform = Group(id: ObjectID.make(.group, 1), name: "Acme", parentID: nil)
    package static let sales = Group(
        id: ObjectID.make(.group, 2), name: "Sales Academy", parentID: platform.id)
    package static let engineering = Group(
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
