package import Foundation

/// The store's name of a run.
package struct RunID: Sendable, Hashable {
    package let row: Int64

    package init(_ number: Int64) { row = number }

    package var number: Int64 { row }

    /// Of a run the store has no record of; records are numbered from 1.
    package static let unrecorded = RunID(0)
}

/// One run of the host over a connection. Items are counted in `seen` and `skipped`, courses over all
/// groups in the other counters; of kind `stats` enrolments and attempts; of kind `delivery` pieces of work in `seen`,
/// and what was refused in `skipped`; of kind `push` rows, those refused or set aside in `skipped`.
package struct Run: Sendable {
    package enum Outcome: String, Sendable, CaseIterable {
        case done, incomplete, held, failed
        case rateLimited = "rate_limited"
        case interrupted
    }

    package struct Counters: Sendable, Equatable {
        package var seen = 0
        package var created = 0
        package var updated = 0
        package var unchanged = 0
        package var archived = 0
        package var unarchived = 0
        package var skipped = 0
        package var requests = 0
        /// Bytes of all answers, content encodings undone.
        package var bytes = 0

        package init() {}
    }

    package let id: RunID
    /// `catalog`, `stats`, `push` or `delivery`.
    package let kind: String
    package let provider: String
    package let connection: ConnectionID
    package let groups: [String]
    package let started: Date
    package let finished: Date?
    /// Nil while it runs.
    package let outcome: Outcome?
    /// Why it did not end as `done`.
    package let error: String?
    /// What was unusual without changing the outcome, one sentence each.
    package let remarks: [String]
    package let counters: Counters
    package let seconds: Double

    package init(
        id: RunID, kind: String, provider: String, connection: ConnectionID, groups: [String], started: Date,
        finished: Date?, outcome: Outcome?, error: String?, remarks: [String] = [], counters: Counters,
        seconds: Double
    ) {
        self.id = id
        self.kind = kind
        self.provider = provider
        self.connection = connection
        self.groups = groups
        self.started = started
        self.finished = finished
        self.outcome = outcome
        self.error = error
        self.remarks = remarks
        self.counters = counters
        self.seconds = seconds
    }
}

/// An item that a run skipped.
package struct SkippedItem: Sendable, Equatable {
    package let externalID: String?
    package let reason: String

    package init(externalID: String?, reason: String) {
        self.externalID = externalID
        self.reason = reason
    }
}
