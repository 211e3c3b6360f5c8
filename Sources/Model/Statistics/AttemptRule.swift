package import ConnectorKit
package import Foundation

/// How enrolments become attempts: pure functions of the host, which the store applies in its transactions.
package struct AttemptRule: Sendable {
    /// What is kept of an enrolment that is named, given what is kept of it, nil if it is new.
    ///
    /// Returns nil if the naming is ignored.
    package let merge: @Sendable (_ named: Enrolment, _ kept: Enrolment?) -> Enrolment?
    /// The attempts that a learner has at one course by rights, in the order in which they were opened.
    package let attempts: @Sendable (LearnerHistory) -> [AttemptState]

    package init(
        merge: @escaping @Sendable (Enrolment, Enrolment?) -> Enrolment?,
        attempts: @escaping @Sendable (LearnerHistory) -> [AttemptState]
    ) {
        self.merge = merge
        self.attempts = attempts
    }
}

/// What an attempt is, apart from whose it is and at which course.
package struct AttemptState: Sendable, Equatable {
    package enum Opening: Sendable, Hashable {
        /// The provider's id of the enrolment that opened the attempt.
        case enrolment(String)
        /// The id of a launch from the platform.
        case launch(Int64)
    }

    package enum Result: String, Sendable, CaseIterable { case success, failed }

    package let opening: Opening
    /// Whether an enrolment opened the attempt, or took over the launch that did (rule A20).
    package var isFilled: Bool
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
        opening: Opening, isFilled: Bool = true, firstActivity: Date, lastActivity: Date,
        completedAt: Date? = nil, progress: Int, result: Result? = nil, timeSpent: Int64? = nil
    ) {
        self.opening = opening
        self.isFilled = isFilled
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
    /// Those that are none of their own any more, by what is known now.
    package var removed = 0

    package init() {}

    package static func + (one: AttemptChanges, other: AttemptChanges) -> AttemptChanges {
        var sum = one
        sum += other
        return sum
    }

    package static func += (sum: inout AttemptChanges, other: AttemptChanges) {
        sum.created += other.created
        sum.updated += other.updated
        sum.removed += other.removed
    }
}
