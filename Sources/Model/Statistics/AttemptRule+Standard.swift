import ConnectorKit
import Foundation

extension AttemptRule {
    /// Rules A8 to A12.
    package static let standard = AttemptRule(takes: takes, attempts: attempts)

    /// Our decisions, since the sources tell of single records only: a completion that is kept stays as it was
    /// first known, whatever the provider says of that enrolment later, since a completed attempt never changes; a
    /// status that is ignored leaves what was kept before; of two states in progress the later one is kept, so that
    /// a page that was read before an event does not undo it.
    private static let takes: @Sendable (Enrolment, KeptEnrolment?) -> Bool = { incoming, kept in
        guard incoming.status != .other else { return false }
        guard let kept else { return true }
        switch (kept.status, incoming.status) {
        case (.completed, _): return false
        case (_, .completed): return true
        default: return incoming.updatedAt >= kept.updatedAt
        }
    }

    /// Our decision: attempts are what the rule makes of all that is kept of the learner, in the order in which the
    /// enrolments were created, and by their ids where that is the same. So they do not depend on the order in
    /// which events and pages arrive, and near real time comes to what a full run comes to.
    private static let attempts: @Sendable (LearnerHistory) -> [AttemptState] = { history in
        let enrolments = history.enrolments.sorted { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }
        var attempts = Attempts(launches: history.launches)
        for statistic in enrolments.compactMap(Statistic.init) { attempts.apply(statistic) }
        attempts.launch(until: .distantFuture)
        return attempts.all
    }
}
