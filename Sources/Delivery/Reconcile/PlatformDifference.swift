/// What a platform holds that is not as it was told, and what reconciling does about it.
package struct PlatformDifference: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        /// The integration was changed or deleted.
        case integration
        /// A course was archived, taken out of the archive, or deleted.
        case archived, unarchived, deleted
        /// Fields of a course, such as its title, were changed.
        case changed
        /// Tags that a course was given are missing.
        case tags
        /// A learner has no attempt though a statistic was sent.
        case statistic
        /// An attempt that a learner opened there is open though the course was completed.
        case attempt
    }

    package let group: String
    package let provider: String
    package let kind: Kind
    /// What is there, in words.
    package let found: String
    /// What is done about it, in words.
    package let action: String
    /// Nil if it is about the integration.
    package var course: Int64?
    package var externalID: String?
    package var name: String?
    /// The learner's e-mail address; nil if it is about none.
    package var user: String?

    /// `user: found; action`
    var text: String { "\(user.map { "\($0): " } ?? "")\(found); \(action)" }
}

/// Which places are read back, and who hears what differs.
package struct Reconciliation: Sendable {
    /// Nil for all groups.
    package let group: String?
    /// Whether it is only reported, and nothing is written or sent.
    package let isRehearsal: Bool
    package let found: @Sendable (PlatformDifference) -> Void

    package init(
        group: String?, isRehearsal: Bool, found: @escaping @Sendable (PlatformDifference) -> Void = { _ in }
    ) {
        self.group = group
        self.isRehearsal = isRehearsal
        self.found = found
    }

    func covers(_ group: String) -> Bool { self.group == nil || self.group == group }
}
