import ConnectorKit
public import Foundation
public import Store

/// What a catalog run came to.
public struct CatalogReport: Sendable {
    public let id: RunID
    public let started: Date
    public internal(set) var finished: Date
    public internal(set) var outcome = Run.Outcome.done
    /// Why the outcome is not `done`.
    public internal(set) var error: String?
    public internal(set) var counters = Run.Counters()
    /// How many active courses a held listing would archive.
    public internal(set) var held: Int?

    /// Of a run that never began: the store keeps no record of it.
    init(unrecorded failure: StoreError, at time: Date) {
        self.init(id: .unrecorded, started: time)
        fail(failure)
    }

    init(id: RunID, started: Date) {
        self.id = id
        self.started = started
        finished = started
    }

    mutating func take(_ settlement: Settlement) {
        let changes = settlement.changes
        counters.created = changes.created
        counters.archived = changes.archived
        counters.unarchived = changes.unarchived
        counters.updated = min(settlement.updated, changes.kept)
        counters.unchanged = changes.kept - counters.updated
        held = settlement.held
    }

    /// Counts what edited files change as well.
    mutating func add(_ changes: StandingChanges) {
        counters.created += changes.created
        counters.archived += changes.archived
        counters.unarchived += changes.unarchived
        counters.unchanged -= min(counters.unchanged, changes.created + changes.archived + changes.unarchived)
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
