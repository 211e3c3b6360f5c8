import ConnectorKit
package import Foundation
package import Model
import Store

/// What a run came to.
package struct RunReport: Sendable {
    package let id: RunID
    package let kind: RunKind
    package let started: Date
    package internal(set) var finished: Date
    package internal(set) var outcome = Run.Outcome.done
    /// Why the outcome is not `done`.
    package internal(set) var error: String?
    package internal(set) var counters = Run.Counters()
    /// What was unusual without changing the outcome, one sentence each, each once.
    package internal(set) var remarks: [String] = []
    /// How many active courses a held listing of a catalog would archive.
    package internal(set) var held: Int?

    /// Of a run that never began: the store keeps no record of it.
    init(unrecorded failure: StoreError, kind: RunKind, at time: Date) {
        self.init(id: .unrecorded, kind: kind, started: time)
        fail(failure)
    }

    init(id: RunID, kind: RunKind, started: Date) {
        self.id = id
        self.kind = kind
        self.started = started
        finished = started
    }

    /// Our decision: enough to see what is wrong, few enough to read.
    private static let mostRemarks = 20

    mutating func remark(_ text: String) {
        guard remarks.count <= Self.mostRemarks, !remarks.contains(text) else { return }
        remarks.append(remarks.count < Self.mostRemarks ? text : "further remarks were left out")
    }

    /// What the store's failure makes of a run.
    mutating func fail(_ failure: StoreError) {
        outcome = .failed
        error = failure.description
    }

    /// Settles the outcome: a failure before the first row is `failed`, one after it `incomplete`.
    ///
    /// - Parameter isInterrupted: whether somebody cancelled the run, whatever failure that looks like.
    mutating func conclude(failure: Failure?, incomplete: String?, listed: Bool, isInterrupted: Bool) {
        switch failure {
        case .some where isInterrupted:
            outcome = .interrupted
            error = "interrupted; the next run goes on"
        case .rateLimited(_, let reason):
            outcome = .rateLimited
            error = reason
        case .some(let failure):
            outcome = listed ? .incomplete : .failed
            error = failure.message
        case nil:
            if let incomplete {
                outcome = .incomplete
                error = incomplete
            }
        }
        guard let held else { return }
        let shrink =
            "held: the listing would archive \(held) courses, more than half of what is active; look, then accept with --accept-shrink"
        switch outcome {
        case .done:
            outcome = .held
            error = shrink
        default: error = [error, shrink].compactMap(\.self).joined(separator: "; ")
        }
    }
}
