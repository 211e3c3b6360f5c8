import Foundation

/// How a statistic is told to a platform with an attempt rule of its own, so that it comes to the same there
/// (rule A22).
///
/// Such a rule opens an attempt if the first activity is later than all of them, and otherwise updates the open ones
/// that it does not come after. So a statistic names the begin of the oldest attempt that it concerns.
package struct StatisticReport: Sendable, Equatable {
    /// What the platform is told, in order: two if the enrolment opened an attempt and its completion closes older
    /// ones as well.
    package internal(set) var steps: [Statistic]
    /// Whether an attempt that was opened later is open: by the platform's rule the statistic would change that too.
    package internal(set) var isOvertaken = false
    /// The newest attempt that it concerns, counted in the order in which they were opened; -1 if it changes none.
    package let newest: Int
}

extension LearnerHistory {
    /// What a platform is told, by the ids of the enrolments. Launches that no enrolment takes over are not told.
    package func reports() -> [String: StatisticReport] {
        var attempts = Attempts()
        var reports: [String: StatisticReport] = [:]
        for begun in self.begun().statistics {
            let before = attempts
            let effect = attempts.apply(begun)
            let statistic = begun.statistic
            var steps: [Statistic] = []
            if let opened = effect.opened {
                let first = attempts.all[opened].firstActivity
                let own = statistic.begun(
                    at: before.isAfterAll(first)
                        ? first : max(statistic.firstActivity, begun.launch?.at ?? .distantPast))
                steps.append(
                    effect.touched.isEmpty
                        ? own : own.reported(first: own.firstActivity, last: own.lastActivity, timeSpent: 0))
            }
            if let oldest = effect.touched.first.map({ attempts.all[$0] }) {
                steps.append(
                    statistic.reported(
                        first: oldest.firstActivity, last: oldest.completedAt ?? oldest.lastActivity,
                        timeSpent: oldest.timeSpent))
            }
            reports[statistic.enrolment] = StatisticReport(
                steps: steps.isEmpty ? [statistic] : steps,
                newest: max(effect.opened ?? -1, effect.touched.last ?? -1))
        }
        guard let open = attempts.all.lastIndex(where: { $0.completedAt == nil }) else { return reports }
        for (enrolment, report) in reports where report.newest < open {
            reports[enrolment]?.isOvertaken = true
        }
        return reports
    }
}
