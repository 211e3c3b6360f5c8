import ConnectorKit
import Foundation

extension AttemptRule {
    /// Rules A8 to A14 and A20.
    package static let standard = AttemptRule(merge: merge, attempts: attempts)

    /// Of one enrolment the earliest begin and the latest activity count, and a completion stays as it was first
    /// known (rule A11). The rest is what the later naming says, or else the earlier one; a status that is ignored
    /// says nothing.
    private static let merge: @Sendable (Enrolment, Enrolment?) -> Enrolment? = { named, kept in
        guard named.status != .other else { return nil }
        let named = named.bounded
        guard let kept else { return named }
        let isLater = named.updatedAt >= kept.updatedAt
        let takesNews = kept.status != .completed && (isLater || named.status == .completed)
        var merged = takesNews ? named : kept
        let other = takesNews ? kept : named
        if merged.status != .completed { merged.takeProgress(of: other, isNews: !takesNews) }
        merged.takeTime(of: other, isNews: !takesNews)
        if kept.status != .completed { merged.updatedAt = max(named.updatedAt, kept.updatedAt) }
        if isLater { merged.account = named.account }
        merged.learner = nil
        merged.createdAt = min(named.begin, kept.begin)
        return merged
    }

    /// Our decision: attempts are what the rule makes of all that is kept of the learner, in the order in which the
    /// enrolments began, and by their ids if that is the same. So they do not depend on the order in which
    /// events and pages arrive, and near real time comes to what a full run comes to.
    private static let attempts: @Sendable (LearnerHistory) -> [AttemptState] = { history in
        let (statistics, loose) = history.begun()
        var attempts = Attempts(launches: loose)
        for begun in statistics { attempts.apply(begun) }
        attempts.launch(until: .distantFuture)
        return attempts.all
    }
}
