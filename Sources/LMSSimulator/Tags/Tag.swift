/// A tag of the platform.
public struct Tag: Sendable, Equatable {
    public let id: String
    public var name: String
    public var isMain: Bool
    public var externalID: String?

    /// Made by a person or through the API, which are the same here (reference/360learning-core-api.json).
    var source: JSONValue { .text("native") }

    var json: JSONValue {
        var members: [String: JSONValue] = [
            "_id": .text(id), "name": .text(name), "isMain": .boolean(isMain),
        ]
        if let externalID { members["externalId"] = .text(externalID) }
        return .object(members)
    }

    var jsonWithSource: JSONValue {
        .object((json.members ?? [:]).merging(["source": source]) { $1 })
    }
}
