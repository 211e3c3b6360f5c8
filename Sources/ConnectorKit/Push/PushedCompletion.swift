public import Foundation

/// A learner's completion of pushed content (rule P2).
public struct PushedCompletion: Sendable, Equatable, Codable {
    /// The external reference of the content.
    public var contentReference: String
    /// The learner's e-mail.
    public var email: String
    public var completedAt: Date
    public var startedAt: Date?
    public var passed: Bool?
    /// 0 to 100.
    public var score: Int?

    public init(
        contentReference: String, email: String, completedAt: Date, startedAt: Date? = nil,
        passed: Bool? = nil, score: Int? = nil
    ) {
        self.contentReference = contentReference
        self.email = email
        self.completedAt = completedAt
        self.startedAt = startedAt
        self.passed = passed
        self.score = score
    }
}
