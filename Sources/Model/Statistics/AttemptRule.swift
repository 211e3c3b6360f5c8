package import ConnectorKit
package import Foundation

/// How enrolments become attempts: pure functions of the host, which the store applies in its transactions.
package struct AttemptRule: Sendable {
    /// Whether an enrolment that came in is to be kept in the place of what is kept of it, nil if it is new.
    package let takes: @Sendable (_ incoming: Enrolment, _ kept: KeptEnrolment?) -> Bool
    /// The attempts that a learner has at one course by rights, in the order in which they were opened.
    package let attempts: @Sendable (LearnerHistory) -> [AttemptState]

    package init(
        takes: @escaping @Sendable (Enrolment, KeptEnrolment?) -> Bool,
        attempts: @escaping @Sendable (LearnerHistory) -> [AttemptState]
    ) {
        self.takes = takes
        self.attempts = attempts
    }
}

/// An enrolment as it is kept.
package struct KeptEnrolment: Sendable, Equatable {
    /// The provider's id, unique within a connection.
    package var id: String
    package var status: Enrolment.Status
    package var createdAt: Date
    package var updatedAt: Date
    package var passed: Bool?
    /// The theoretical duration of the course in minutes, nil if it is unknown: today's, and for a completed
    /// enrolment the one of the day on which the completion was first known of a known course.
    package var duration: Int?

    package init(
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
package struct LearnerHistory: Sendable, Equatable {
    /// In any order.
    package var enrolments: [KeptEnrolment]
    /// Attempts that no enrolment opened, in any order.
    package var launches: [Launch]

    /// An attempt that a launch from the platform opened.
    package struct Launch: Sendable, Equatable {
        /// The id of the attempt.
        package let id: Int64
        package let at: Date

        package init(id: Int64, at: Date) {
            self.id = id
            self.at = at
        }
    }

    package init(enrolments: [KeptEnrolment], launches: [Launch] = []) {
        self.enrolments = enrolments
        self.launches = launches
    }
}

/// What an attempt is, apart from whose it is and at which course.
package struct AttemptState: Sendable, Equatable {
    package enum Opening: Sendable, Hashable {
        /// The provider's id of the enrolment that opened the attempt.
        case enrolment(String)
        /// A launch from the platform; the id of the attempt.
        case launch(Int64)
    }

    package enum Result: String, Sendable, CaseIterable { case success, failed }

    package let opening: Opening
    package var firstActivity: Date
    package var lastActivity: Date
    /// Nil while the attempt is open.
    package var completedAt: Date?
    /// Per cent.
    package var progress: Int
    package var result: Result?
    /// Milliseconds; nil if the duration of the course is unknown.
    package var timeSpent: Int64?

    package init(
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
package struct AttemptChanges: Sendable, Equatable {
    package var created = 0
    package var updated = 0
    /// Those that an enrolment opened of which more is known now: by rights it opens none.
    package var removed = 0

    package init() {}

    package static func += (sum: inout AttemptChanges, other: AttemptChanges) {
        sum.created += other.created
        sum.updated += other.updated
        sum.removed += other.removed
    }
}
