import ConnectorKit
import Foundation
import Store

/// The attempts at one course that learners opened on the platform, and the statistics that belong to them
/// (rules A20 and D27). Pure.
struct OpenAttempts {
    /// How far two clocks may differ.
    static let clocks: TimeInterval = 300
    /// How long after a launch the enrolment may begin.
    static let longest: TimeInterval = 86_400

    /// By the platform's ids of learners.
    private let byLearner: [String: [HeldAttempt]]

    init(_ attempts: [HeldAttempt]) {
        byLearner = Dictionary(grouping: attempts, by: \.learner)
    }

    var learners: Int { byLearner.count }
    var hasOpen: Bool { byLearner.values.contains { $0.contains { !$0.isCompleted } } }
    func isEmpty(_ learner: String) -> Bool { byLearner[learner] == nil }

    /// The statistic that closes each open attempt of a learner: the first that belongs to it. None if it would change
    /// an attempt too that none belongs to, such as a later try.
    ///
    /// - Parameter statistics: the learner's, in the order in which they began.
    func closing(_ learner: String, _ statistics: [DeliveredStatistic]) -> [(
        attempt: HeldAttempt, statistic: DeliveredStatistic
    )] {
        let open = (byLearner[learner] ?? []).filter { !$0.isCompleted }
        let pairs = open.compactMap { attempt in
            statistics.first { Self.belongs($0, to: attempt) }.map { (attempt: attempt, statistic: $0) }
        }
        guard let first = pairs.map(\.attempt.firstActivity).min() else { return [] }
        let isApart = open.allSatisfy { attempt in
            attempt.lastActivity < first || pairs.contains { $0.attempt == attempt }
        }
        return isApart ? pairs : []
    }

    /// Whether an enrolment is what the learner did in an attempt: it began within a day of it and was not over
    /// before.
    private static func belongs(_ statistic: DeliveredStatistic, to attempt: HeldAttempt) -> Bool {
        statistic.firstActivity <= attempt.firstActivity + longest
            && statistic.lastActivity >= attempt.firstActivity - clocks
    }
}
