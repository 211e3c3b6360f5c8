/// An integration configuration: one external platform in one group.
public struct Integration: Sendable, Equatable {
    public let id: String
    /// As published, without its id.
    var fields: [String: JSONValue]

    public var externalPlatform: String { text("externalPlatform") }
    public var groupID: String { text("groupId") }
    public var authorID: String { text("authorId") }
    public var logo: String? { fields["externalPlatformLogoUrl"]?.text }
    public var defaultProgress: Int? { fields["defaultProgress"]?.double.map { Int($0) } }
    public var defaultCompletion: Bool? { fields["defaultCompletion"]?.flag }
    public var noGroupPropagation: Bool? { fields["noGroupPropagation"]?.flag }

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
