package import Foundation
package import Model
import Store

/// What a delivery came to.
package struct DeliveryReport: Sendable {
    package let id: RunID
    /// Of its run record.
    let kind: String
    /// The platform, as runs call it.
    package let platform: String
    package let groups: [String]
    package let started: Date
    package internal(set) var finished: Date
    package internal(set) var outcome = Run.Outcome.done
    /// Why the outcome is not `done`.
    package internal(set) var error: String?
    package internal(set) var counters = Run.Counters()
    /// Statistics that the platform took.
    package internal(set) var statistics = 0
    /// Courses whose tags were brought in line.
    package internal(set) var tagged = 0
    /// Statistics of learners the platform does not know.
    package internal(set) var unmatched = 0
    /// Courses of which the platform did not take everything, for lack of room.
    package internal(set) var remarks = 0
    /// What a reconcile found that was not as the platform was told.
    package internal(set) var differences = 0
    /// What was refused in this delivery, those aside.
    package internal(set) var refused = 0
    /// What is still to be sent.
    package internal(set) var waiting = 0
    /// Whether something went wrong that is no refusal of an item.
    var isCutShort = false
    /// Why parts of it were not done, each reason once.
    var reasons: [String] = []

    /// Whether what the platform holds was read back first.
    package var isReconcile: Bool { kind == DeliveryRun.reconcileKind }

    init(id: RunID, kind: String, platform: String, groups: [String], started: Date) {
        self.id = id
        self.kind = kind
        self.platform = platform
        self.groups = groups
        self.started = started
        finished = started
    }

    mutating func note(_ reason: String) {
        if !reasons.contains(reason) { reasons.append(reason) }
    }

    /// Settles the outcome: what is refused or waits is an incomplete delivery (rule D20). An
    /// unknown learner is neither: that statistic is kept (rule A17).
    ///
    /// - Parameter isFailed: whether nothing could be done any more, which is asked of a reconcile alone: it is not
    ///   repeated by itself for what is refused.
    mutating func conclude(isRateLimited: Bool, isInterrupted: Bool, isFailed: Bool) {
        if refused > 0 {
            note("\(refused) refused; `tributary runs \(id.number)` says why")
        }
        if waiting > 0 { note("\(waiting) still to be sent; the next delivery goes on") }
        error = reasons.isEmpty ? nil : reasons.joined(separator: "; ")
        outcome =
            isInterrupted
            ? .interrupted
            : isRateLimited ? .rateLimited : isFailed ? .failed : reasons.isEmpty ? .done : .incomplete
    }

    /// What it changed on the platform; nil if that is nothing.
    package var changes: String? {
        let counts: [(Int, String)] = [
            (counters.created, "added"), (counters.updated, "replaced"), (counters.archived, "archived"),
            (counters.unarchived, "unarchived"), (tagged, "tagged"),
            (statistics, statistics == 1 ? "statistic taken" : "statistics taken"),
        ]
        let told = counts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        return told.isEmpty ? nil : told.joined(separator: ", ")
    }

    /// What was unusual without changing the outcome, in sentences.
    package var told: [String] {
        var told: [String] = []
        if differences > 0 {
            told.append(
                "\(differences) difference\(differences == 1 ? "" : "s") on the platform; the items say which"
            )
        }
        if remarks > 0 {
            let courses = remarks == 1 ? "1 course" : "\(remarks) courses"
            told.append(
                "\(courses) did not get everything, for lack of room; the items say what was left out")
        }
        return told
    }

    /// The run as `runs` shows it.
    package var record: Run {
        Run(
            id: id, kind: kind, provider: platform, connection: .every, groups: groups,
            started: started, finished: finished, outcome: outcome, error: error, remarks: told,
            counters: counters,
            seconds: finished.timeIntervalSince(started))
    }
}

/// How far a delivery has come, for a person who watches.
package enum DeliveryProgress: Sendable {
    /// Another process delivers; this one begins when that is done.
    case waiting
    /// What an earlier delivery left under way is asked about.
    case recovering(batches: Int)
    /// What differs is being worked out.
    case comparing
    /// What the platform holds is read back.
    case reading(courses: Int)
    case sending(DeliveryWork, done: Int, total: Int)
}
