public import Foundation

/// A learner's enrolment in a learning object, as its provider states it.
public struct Enrolment: Sendable, Equatable {
    /// The provider's id of the enrolment, unique within a connection.
    public var id: String
    /// The external id of the learning object.
    public var contentID: String
    /// The provider's id of the learner's account; ``StatsProvider/learners(_:of:)`` tells whose it is.
    public var account: String
    public var status: Status
    public var createdAt: Date
    public var updatedAt: Date
    /// Whether the learner passed, where the provider says.
    public var passed: Bool?

    public enum Status: String, Sendable, CaseIterable {
        case completed
        case inProgress = "in-progress"
        /// Everything else: not started, expired, whatever the provider has.
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
    /// Nil where the provider knows none, or no longer knows the account.
    public let email: String?
    public let name: String?

    public init(id: String, email: String?, name: String? = nil) {
        self.id = id
        self.email = email
        self.name = name
    }
}
