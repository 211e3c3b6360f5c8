public import Foundation

/// A learner's enrolment in a learning object, as one row of the provider states it.
///
/// The same enrolment may be named many times, by windows, pages and events. The host merges the namings (rule A11), so
/// their order does not matter.
public struct Enrolment: Sendable, Equatable {
    /// The key of the enrolment, unique within a connection: the provider's id, or else ``key(account:contentID:)``.
    public var id: String
    /// The external id of the learning object.
    public var contentID: String
    /// The provider's id of the learner's account.
    public var account: String
    /// The account itself, if the row states it. The host asks ``StatsProvider/learners(_:of:)`` for all others.
    public var learner: LearnerAccount?
    public var status: Status
    /// When it began, if this naming says so; otherwise ``updatedAt`` counts. Of several the earliest counts.
    public var createdAt: Date?
    /// The last activity, and the completion of a completed one. Of several the latest counts.
    public var updatedAt: Date
    /// Whether the learner passed, if the provider says so.
    public var passed: Bool?
    /// Per cent, if the provider knows it; the host moves it into 0 to 100. Otherwise the status decides (rule A3).
    public var progress: Int?
    /// When ``progress`` was named; nil for ``updatedAt``. The host knows it of what it keeps.
    package var progressAt: Date?
    /// When a total of ``timeSpent`` was named; nil for ``updatedAt``. The host knows it of what it keeps.
    package var timeAt: Date?
    /// How long the learner was at it, if the provider knows it. Otherwise the host computes it (rule A5).
    public var timeSpent: TimeSpent?

    public enum Status: String, Sendable, CaseIterable {
        case completed
        case inProgress = "in-progress"
        /// Any other status, such as not started or expired. The host ignores the naming.
        case other
    }

    /// A time that the provider measured. A negative one counts as 0.
    public enum TimeSpent: Sendable, Equatable {
        /// All of it so far. Of several namings the latest counts.
        case total(Duration)
        /// What lies in windows of time, by the begin of each window. The sum counts, of a completed enrolment up to
        /// its completion. A window that is named again counts once, with the longest time that was named: so windows
        /// must begin at the same times in every listing, as those of ``TimeWindows`` do.
        case windows([Date: Duration])
    }

    /// - Parameters:
    ///   - id: The provider's id of the enrolment; nil if it has none, so that account and content identify it.
    ///   - account: The provider's id of the learner's account, for a row that states no more of the learner.
    public init(
        id: String? = nil, contentID: String, account: String, status: Status, createdAt: Date? = nil,
        updatedAt: Date, passed: Bool? = nil, progress: Int? = nil, timeSpent: TimeSpent? = nil
    ) {
        self.id = id ?? Self.key(account: account, contentID: contentID)
        self.contentID = contentID
        self.account = account
        self.status = status
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.passed = passed
        self.progress = progress
        self.timeSpent = timeSpent
    }

    /// - Parameters:
    ///   - id: The provider's id of the enrolment; nil if it has none, so that account and content identify it.
    ///   - learner: The account as the row states it.
    public init(
        id: String? = nil, contentID: String, learner: LearnerAccount, status: Status, createdAt: Date? = nil,
        updatedAt: Date, passed: Bool? = nil, progress: Int? = nil, timeSpent: TimeSpent? = nil
    ) {
        self.init(
            id: id, contentID: contentID, account: learner.id, status: status, createdAt: createdAt,
            updatedAt: updatedAt, passed: passed, progress: progress, timeSpent: timeSpent)
        self.learner = learner
    }

    /// The key of an enrolment that has no id of its own: one for each account and learning object.
    public static func key(account: String, contentID: String) -> String {
        account.replacing("%", with: "%25").replacing("|", with: "%7C") + "|" + contentID
    }
}

/// A learner's account at a provider.
public struct LearnerAccount: Sendable, Equatable {
    /// The provider's id of the account, as enrolments name it. If it has none, its e-mail address in lower case.
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
