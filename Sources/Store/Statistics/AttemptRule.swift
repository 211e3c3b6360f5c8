public import ConnectorKit
public import Foundation

/// How enrolments become attempts: pure functions of the host, which the store applies in its transactions.
public struct AttemptRule: Sendable {
    /// Whether an enrolment that came in is to be kept in the place of what is kept of it, nil where it is new.
    public let takes: @Sendable (_ incoming: Enrolment, _ kept: KeptEnrolment?) -> Bool
    /// The attempts that a learner has at one course by rights, in the order in which they were opened.
    public let attempts: @Sendable (LearnerHistory) -> [AttemptState]

    public init(
        takes: @escaping @Sendable (Enrolment, KeptEnrolment?) -> Bool,
        attempts: @escaping @Sendable (LearnerHistory) -> [AttemptState]
    ) {
        self.takes = takes
        self.attempts = attempts
    }
}

/// An enrolment as it is kept.
public struct KeptEnrolment: Sendable, Equatable {
    /// The provider's id, unique within a connection.
    public var id: String
    public var status: Enrolment.Status
    public var createdAt: Date
    public var updatedAt: Date
    public var passed: Bool?
    /// The theoretical duration of the course in minutes, nil where it is unknown: today's, and for a completed
    /// enrolment the one of the day on which the completion was first known of a known course.
    public var duration: Int?

    public init(
        id: String, status: Enrolment.Status, createdAt: Date, updatedAt: Date, passed: Bool? = nil,
        duration: Int? = nil
    ) {
        self.id = id
        self.status = status
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.passed = passed
        self.duration = duration
    }
}

/// All that is known of one learner's way through one course.
public struct LearnerHistory: Sendable, Equatable {
    /// In any order.
    public var enrolments: [KeptEnrolment]
    /// Attempts that no enrolment opened, in any order.
    public var launches: [Launch]

    /// An attempt that a launch from the platform opened.
    public struct Launch: Sendable, Equatable {
        /// The id of the attempt.
        public let id: Int64
        public let at: Date

        public init(id: Int64, at: Date) {
            self.id = id
            self.at = at
        }
    }

    public init(enrolments: [KeptEnrolment], launches: [Launch] = []) {
        self.enrolments = enrolments
        self.launches = launches
    }
}

/// What an attempt is, apart from whose it is and at which course.
public struct AttemptState: Sendable, Equatable {
    public enum Opening: Sendable, Hashable {
        /// The provider's id of the enrolment that opened the attempt.
        case enrolment(String)
        /// A launch from the platform; the id of the attempt.
        case launch(Int64)
    }

    public enum Result: String, Sendable, CaseIterable { case success, failed }

    public let opening: Opening
    public var firstActivity: Date
    public var lastActivity: Date
    /// Nil while the attempt is open.
    public var completedAt: Date?
    /// Per cent.
    public var progress: Int
    public var result: Result?
    /// Milliseconds; nil where the duration of the course is unknown.
    public var timeSpent: Int64?

    public init(
        opening: Opening, firstActivity: Date, lastActivity: Date, completedAt: Date? = nil, progress: Int,
        result: Result? = nil, timeSpent: Int64? = nil
    ) {
        self.opening = opening
        self.firstActivity = firstActivity
        self.lastActivity = lastActivity
        self.completedAt = completedAt
        self.progress = progress
        self.result = result
        self.timeSpent = timeSpent
    }
}

/// What enrolments came to in attempts, over all groups.
public struct AttemptChanges: Sendable, Equatable {
    public var created = 0
    public var updated = 0
    /// Those that an enrolment opened of which more is known now: by rights it opens none.
    public var removed = 0

    public init() {}

    public static func += (sum: inout AttemptChanges, other: AttemptChanges) {
        sum.created += other.created
        sum.updated += other.updated
        sum.removed += other.removed
    }
}
