/// An integration configuration: one external platform in one group.
package struct Integration: Sendable, Equatable {
    package let id: String
    /// As published, without its id.
    var fields: [String: JSONValue]

    package var externalPlatform: String { text("externalPlatform") }
    package var groupID: String { text("groupId") }
    package var authorID: String { text("authorId") }
    package var logo: String? { fields["externalPlatformLogoUrl"]?.text }
    package var defaultProgress: Int? { fields["defaultProgress"]?.double.map { Int($0) } }
    package var defaultCompletion: Bool? { fields["defaultCompletion"]?.flag }
    package var noGroupPropagation: Bool? { fields["noGroupPropagation"]?.flag }

    private func text(_ name: String) -> String { fields[name]?.text ?? "" }

    /// One of 360Learning's own connectors, which nobody else may touch.
    static func builtIn(_ options: LMSPlatform.Options, id: String) -> [Integration] {
        options.reservedNames.prefix(1).map { name in
            Integration(
                id: id,
                fields: [
                    "externalPlatform": .text(name), "groupId": .text(Group.platform.id),
                    "authorId": .text(User.owner.id),
                ])
        }
    }

    var json: JSONValue { .object(fields.merging(["_id": .text(id)]) { $1 }) }
}
