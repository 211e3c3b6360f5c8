public import Foundation

/// The store's name of a run.
public struct RunID: Sendable, Hashable {
    let row: Int64

    public init(_ number: Int64) { row = number }

    public var number: Int64 { row }

    /// Of a run the store has no record of; records are numbered from 1.
    public static let unrecorded = RunID(0)
}

/// One run of the host over a connection. Items are counted in `seen` and `skipped`, courses over all
/// groups in the other counters; of kind `stats` enrolments and attempts; of kind `delivery` pieces of work in `seen`,
/// and what was refused in `skipped`; of kind `push` rows, those refused or set aside in `skipped`.
public struct Run: Sendable {
    public enum Outcome: String, Sendable, CaseIterable {
        case done, incomplete, held, failed
        case rateLimited = "rate_limited"
        case interrupted
    }

    public struct Counters: Sendable, Equatable {
        public var seen = 0
        public var created = 0
        public var updated = 0
        public var unchanged = 0
        public var archived = 0
        public var unarchived = 0
        public var skipped = 0
        public var requests = 0
        /// Bytes of all answers, content encodings undone.
        public var bytes = 0

        public init() {}
    }

    public let id: RunID
    /// `catalog`, `stats`, `push` or `delivery`.
    public let kind: String
    public let provider: String
    public let connection: ConnectionID
    public let groups: [String]
    public let started: Date
    public let finished: Date?
    /// Nil while it runs.
    public let outcome: Outcome?
    /// Why it did not end as `done`.
    public let error: String?
    public let counters: Counters
    public let seconds: Double

    public init(
        id: RunID, kind: String, provider: String, connection: ConnectionID, groups: [String], started: Date,
        finished: Date?, outcome: Outcome?, error: String?, counters: Counters, seconds: Double
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
        self.counters = counters
        self.seconds = seconds
    }
}

/// An item that a run skipped.
public struct SkippedItem: Sendable, Equatable {
    public let externalID: String?
    public let reason: String
}
