/// A tag of the platform.
package struct Tag: Sendable, Equatable {
    package let id: String
    package var name: String
    package var isMain: Bool
    package var externalID: String?

    /// Made by a person or through the API, which are the same here.
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
