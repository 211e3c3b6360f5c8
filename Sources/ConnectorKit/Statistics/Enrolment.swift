public import Foundation

/// A learner's enrolment in a learning object, as the provider states it.
public struct Enrolment: Sendable, Equatable {
    /// The provider's id of the enrolment, unique within a connection.
    public var id: String
    /// The external id of the learning object.
    public var contentID: String
    /// The provider's id of the learner's account. ``StatsProvider/learners(_:of:)`` returns the account.
    public var account: String
    public var status: Status
    /// When it began, as this naming of it says. Of several the earliest counts.
    public var createdAt: Date
    /// The last activity, and the completion of a completed one. Of several the latest counts.
    public var updatedAt: Date
    /// Whether the learner passed, if the provider says so.
    public var passed: Bool?

    public enum Status: String, Sendable, CaseIterable {
        case completed
        case inProgress = "in-progress"
        /// Any other status, such as not started or expired.
        case other
    }

    public init(
        id: String, contentID: String, account: String, status: Status, createdAt: Date, updatedAt: Date,
        passed: Bool? = nil
    ) {
        self.id = id
        self.contentID = contentID
        self.account = account
        self.status = status
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.passed = passed
    }
}

/// A learner's account at a provider.
public struct LearnerAccount: Sendable, Equatable {
    /// The provider's id of the account, as enrolments name it.
    public let id: String
    /// Nil if the account has none or no longer exists.
    public let email: String?
    public let name: String?

    public init(id: String, email: String?, name: String? = nil) {
        self.id = id
        self.email = email
        self.name = name
    }
}
