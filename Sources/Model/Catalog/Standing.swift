package import ConnectorKit

/// All items of a deployment's connection that stand alike: what a rule decides over at once.
///
/// A catalog has a handful of languages and types, so a rule is asked a few dozen times, not once an item.
package struct Standing: Sendable, Hashable {
    /// BCP 47, nil if the item names none.
    package let language: String?
    /// The provider's own type.
    package let type: String
    /// Whether the provider offers the item.
    package let offered: Bool
    /// The reasons of the courses that exist; nil for items without a course in this deployment.
    package let reasons: ArchiveReasons?
    /// Whether the deployment's group pushed the item (rule P14).
    package let isPushed: Bool
    /// The texts of the fields that the rule asks for.
    package let texts: [Vocabulary.Field: [String]]

    package init(
        language: String?, type: String, offered: Bool, reasons: ArchiveReasons?, isPushed: Bool = false,
        texts: [Vocabulary.Field: [String]] = [:]
    ) {
        self.texts = texts
        self.isPushed = isPushed
        self.language = language
        self.type = type
        self.offered = offered
        self.reasons = reasons
    }
}

/// What should stand in a deployment.
package struct StandingRule: Sendable {
    /// Equal for rules that decide alike: the store keeps it, and sees by it what was applied.
    package let fingerprint: String
    /// The reasons a course has by rights, or nil if no course is to be.
    package let reasons: @Sendable (Standing) -> ArchiveReasons?
    /// The fields whose texts ``Standing/texts`` has to have.
    package let fields: Set<Vocabulary.Field>

    package init(
        fingerprint: String, fields: Set<Vocabulary.Field> = [],
        reasons: @escaping @Sendable (Standing) -> ArchiveReasons?
    ) {
        self.fingerprint = fingerprint
        self.fields = fields
        self.reasons = reasons
    }
}

/// What a rule changes in one deployment or several, in courses.
package struct StandingChanges: Sendable, Equatable {
    package var created = 0
    package var archived = 0
    package var unarchived = 0
    /// Courses that exist and whose archive state stays.
    package var kept = 0
    /// Courses that were active before.
    package var active = 0

    package init() {}

    package static func + (one: StandingChanges, other: StandingChanges) -> StandingChanges {
        var sum = one
        sum.created += other.created
        sum.archived += other.archived
        sum.unarchived += other.unarchived
        sum.kept += other.kept
        sum.active += other.active
        return sum
    }
}
