package import Foundation

/// A learner's try at a course.
package struct Attempt: Sendable, Equatable {
    package let id: String
    package internal(set) var progress: Double
    /// Milliseconds.
    package internal(set) var timeSpent: Double
    package let firstActivityAt: Date
    package internal(set) var lastActivityAt: Date
    package internal(set) var completedAt: Date?
    package internal(set) var result: String?
    package internal(set) var score: Double?
    let language: String
}

struct AttemptKey: Hashable, Sendable {
    let course: String
    let user: String
}
