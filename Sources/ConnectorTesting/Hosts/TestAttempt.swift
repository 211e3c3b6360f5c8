import ConnectorKit
public import Foundation
import Model

/// One learner's try at one course, as a host holds it.
public struct TestAttempt: Sendable, Equatable, CustomStringConvertible {
    /// The learner's e-mail address, in small letters.
    public var user: String
    /// The external id of the learning object.
    public var course: String
    public var firstActivity: Date
    public var lastActivity: Date
    /// Nil while it is open.
    public var completedAt: Date?
    /// Per cent.
    public var progress: Int
    /// Whether the learner passed; nil if nobody says so.
    public var passed: Bool?
    /// Nil if it is unknown.
    public var timeSpent: Duration?

    public init(
        user: String, course: String, firstActivity: Date, lastActivity: Date, completedAt: Date? = nil,
        progress: Int, passed: Bool? = nil, timeSpent: Duration? = nil
    ) {
        self.user = user
        self.course = course
        self.firstActivity = firstActivity
        self.lastActivity = lastActivity
        self.completedAt = completedAt
        self.progress = progress
        self.passed = passed
        self.timeSpent = timeSpent
    }

    init(_ attempt: Attempt) {
        let state = attempt.state
        self.init(
            user: attempt.user, course: attempt.externalCourseID, firstActivity: state.firstActivity,
            lastActivity: state.lastActivity, completedAt: state.completedAt, progress: state.progress,
            passed: state.result.map { $0 == .success }, timeSpent: state.timeSpent.map { .milliseconds($0) })
    }

    /// `ada@example.com at c-1 from 2025-03-01T08:00:00Z to 2025-03-02T08:00:00Z, completed 2025-03-02T08:00:00Z, 100 %, 90.0
    /// seconds`
    public var description: String {
        let completion = completedAt.map { ", completed \(Timestamp.text($0))" } ?? ""
        let result = passed.map { $0 ? ", passed" : ", failed" } ?? ""
        return "\(user) at \(course) from \(Timestamp.text(firstActivity)) to \(Timestamp.text(lastActivity))"
            + "\(completion), \(progress) %\(result), \(timeSpent.map { "\($0)" } ?? "unknown time")"
    }
}
