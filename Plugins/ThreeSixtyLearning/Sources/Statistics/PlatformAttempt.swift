import ConnectorKit
import Foundation

/// A learner's try at a course, as the platform lists it.
struct PlatformAttempt: Decodable {
    let courseId: String
    let userId: String
    let firstActivityAt: String?
    let lastActivityAt: String?
    let completedAt: String?

    /// Nil for one without readable dates, which no statistic can be compared with.
    var held: HeldAttempt? {
        let first = firstActivityAt.flatMap(Timestamp.date)
        let last = lastActivityAt.flatMap(Timestamp.date)
        guard let begin = first ?? last else { return nil }
        return HeldAttempt(
            learner: userId, firstActivity: begin, lastActivity: max(begin, last ?? begin),
            isCompleted: completedAt != nil)
    }
}
