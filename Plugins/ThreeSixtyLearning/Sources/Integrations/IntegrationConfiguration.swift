import ConnectorKit

/// An integration of 360Learning: one external platform in one group (rule D7).
struct IntegrationConfiguration: Decodable {
    let id: String
    let externalPlatform: String
    let groupId: String
    let authorId: String
    let externalPlatformLogoUrl: String?
    let defaultProgress: Int?
    let defaultCompletion: Bool?
    let noGroupPropagation: Bool?

    private enum CodingKeys: String, CodingKey {
        case id = "_id"
        case externalPlatform, groupId, authorId, externalPlatformLogoUrl, defaultProgress,
            defaultCompletion, noGroupPropagation
    }
}

/// What an integration is to be, or which of its fields are to change.
struct IntegrationFields: Encodable, Equatable {
    var externalPlatform: String?
    var groupId: String?
    var authorId: String?
    var externalPlatformLogoUrl: String?
    var defaultProgress: Int?
    var defaultCompletion: Bool?
    var noGroupPropagation: Bool?

    /// All that the plan asks for.
    init(_ plan: DestinationPlan, author: String) {
        externalPlatform = plan.name
        groupId = plan.group
        authorId = author
        externalPlatformLogoUrl = plan.logo
        defaultProgress = plan.defaultProgress
        defaultCompletion = plan.defaultCompletion
        noGroupPropagation = !plan.subgroups
    }

    /// What of it an integration does not have yet; nil if it has everything. A logo that the plan does
    /// not name stays: nothing is published that would remove it.
    func missing(in found: IntegrationConfiguration) -> IntegrationFields? {
        var changes = self
        if externalPlatform == found.externalPlatform { changes.externalPlatform = nil }
        if groupId == found.groupId { changes.groupId = nil }
        if authorId == found.authorId { changes.authorId = nil }
        if externalPlatformLogoUrl == found.externalPlatformLogoUrl { changes.externalPlatformLogoUrl = nil }
        if defaultProgress == found.defaultProgress ?? 0 { changes.defaultProgress = nil }
        if defaultCompletion == found.defaultCompletion ?? false { changes.defaultCompletion = nil }
        if noGroupPropagation == found.noGroupPropagation ?? false { changes.noGroupPropagation = nil }
        return changes == IntegrationFields() ? nil : changes
    }

    private init() {}
}
