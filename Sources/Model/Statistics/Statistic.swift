import ConnectorKit
package import Foundation

/// What an enrolment says of a learner's progress, by the mapping of
/// rules A1 to A4. A score is never set, since there is none.
package struct Statistic: Sendable, Equatable {
    /// The provider's id of the enrolment.
    package let enrolment: String
    package let firstActivity: Date
    package let lastActivity: Date
    /// Nil while it is in progress.
    package let completedAt: Date?
    /// Per cent.
    package let progress: Int
    package let result: AttemptState.Result?
    /// Minutes; nil where the duration is unknown.
    let duration: Int?

    /// - Returns: nil for an enrolment that is neither completed nor in progress: those are ignored.
    package init?(_ enrolment: KeptEnrolment) {
        let completed = enrolment.status == .completed
        guard completed || enrolment.status == .inProgress else { return nil }
        self.enrolment = enrolment.id
        firstActivity = enrolment.createdAt
        lastActivity = enrolment.updatedAt
        completedAt = completed ? enrolment.updatedAt : nil
        progress = completed ? 100 : 50
        result =
            switch enrolment.passed {
            case true?: .success
            case false? where completed: .failed
            default: nil
            }
        duration = enrolment.duration
    }

    /// Milliseconds; nil where the duration of the course is unknown.
    package var timeSpent: Int64? {
        TimeSpent.milliseconds(
            duration: duration, from: firstActivity, to: lastActivity, completed: completedAt != nil)
    }
}
