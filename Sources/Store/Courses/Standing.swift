/// All items of a deployment's connection that stand alike: what a rule decides over at once.
///
/// A catalog has a handful of languages and types, so a rule is asked a few dozen times, not once an item.
public struct Standing: Sendable, Hashable {
    /// BCP 47, nil where the item names none.
    public let language: String?
    /// The provider's own type.
    public let type: String
    /// Whether the provider offers the item.
    public let offered: Bool
    /// The reasons of the courses that exist; nil for items without a course in this deployment.
    public let reasons: ArchiveReasons?

    public init(language: String?, type: String, offered: Bool, reasons: ArchiveReasons?) {
        self.language = language
        self.type = type
        self.offered = offered
        self.reasons = reasons
    }
}

/// What should stand in a deployment.
public struct StandingRule: Sendable {
    /// Equal for rules that decide alike: the store keeps it, and sees by it what was applied.
    public let fingerprint: String
    /// The reasons a course has by rights, or nil where no course is to be.
    public let reasons: @Sendable (Standing) -> ArchiveReasons?

    public init(fingerprint: String, reasons: @escaping @Sendable (Standing) -> ArchiveReasons?) {
        self.fingerprint = fingerprint
        self.reasons = reasons
    }
}

/// What a rule changes in one deployment or several, in courses.
public struct StandingChanges: Sendable, Equatable {
    public var created = 0
    public var archived = 0
    public var unarchived = 0
    /// Courses that exist and whose archive state stays.
    public var kept = 0
    /// Courses that were active before.
    public var active = 0

    public init() {}

    static func + (one: StandingChanges, other: StandingChanges) -> StandingChanges {
        var sum = one
        sum.created += other.created
        sum.archived += other.archived
        sum.unarchived += other.unarchived
        sum.kept += other.kept
        sum.active += other.active
        return sum
    }
}
