import ConnectorKit
package import Foundation

/// What an enrolment says of a learner's progress, by the mapping of
/// rules A1 to A7 and A26. A score is never set, since there is none.
package struct Statistic: Sendable, Equatable {
    /// The provider's id of the enrolment.
    package let enrolment: String
    package private(set) var firstActivity: Date
    package private(set) var lastActivity: Date
    /// Nil while it is in progress.
    package let completedAt: Date?
    /// Per cent.
    package let progress: Int
    package let result: AttemptState.Result?
    /// Milliseconds; nil if the duration of the course is unknown.
    package private(set) var timeSpent: Int64?
    /// Minutes; nil if the duration is unknown.
    let duration: Int?
    /// Milliseconds, as the provider measured it; nil if it does not.
    let knownTime: Int64?

    /// - Returns: nil for an enrolment that is neither completed nor in progress: those are ignored.
    package init?(_ enrolment: KeptEnrolment) {
        let completed = enrolment.status == .completed
        guard completed || enrolment.status == .inProgress else { return nil }
        self.enrolment = enrolment.id
        firstActivity = enrolment.createdAt
        lastActivity = enrolment.updatedAt
        completedAt = completed ? enrolment.updatedAt : nil
        progress = enrolment.progress ?? (completed ? 100 : 50)
        result =
            switch enrolment.passed {
            case true?: .success
            case false? where completed: .failed
            default: nil
            }
        duration = enrolment.duration
        knownTime = enrolment.timeSpent
        timeSpent =
            knownTime
            ?? TimeSpent.milliseconds(
                duration: duration, from: firstActivity, to: lastActivity, completed: completed)
    }

    /// The same with another begin.
    func begun(at time: Date) -> Statistic {
        var statistic = self
        statistic.firstActivity = time
        statistic.timeSpent =
            knownTime
            ?? TimeSpent.milliseconds(
                duration: duration, from: time, to: lastActivity, completed: completedAt != nil)
        return statistic
    }

    /// The same, worded so that a platform's rule applies it to the attempt that began at a time.
    func reported(first: Date, last: Date, timeSpent: Int64?) -> Statistic {
        var statistic = self
        statistic.firstActivity = first
        statistic.lastActivity = last
        statistic.timeSpent = timeSpent
        return statistic
    }
}
