public import Foundation

/// A learner's try at a course.
public struct Attempt: Sendable, Equatable {
    public let id: String
    public internal(set) var progress: Double
    /// Milliseconds.
    public internal(set) var timeSpent: Double
    public let firstActivityAt: Date
    public internal(set) var lastActivityAt: Date
    public internal(set) var completedAt: Date?
    public internal(set) var result: String?
    public internal(set) var score: Double?
    let language: String
}

struct AttemptKey: Hashable, Sendable {
    let course: String
    let user: String
}
