import Foundation
public import Store

/// A sync that was begun and that nobody waits for, as those who watch it see it.
public struct SyncJob: Sendable, Identifiable {
    public let id: String
    public let request: SyncRequest
    /// Whether only what it would change is asked for.
    public let isRehearsal: Bool
    /// What is read now, and how far that is.
    public internal(set) var progress: (kind: RunKind, news: RunProgress)?
    /// The runs so far, those of a rehearsal excepted.
    public internal(set) var runs: [RunID] = []
    /// What each run came to, once all ended.
    public internal(set) var results: [SyncResult] = []
    /// The calls that would be made to the platform; nil where none are to be.
    public internal(set) var calls: [String]?
    public internal(set) var delivery: DeliveryReport?
    /// Why it could not be done at all; of a rehearsal, also why not all of the delivery would be.
    public internal(set) var error: String?
    public internal(set) var isFinished = false
    /// Grows with every change.
    public internal(set) var version = 0

    mutating func take(_ kind: RunKind, _ news: RunProgress) {
        version += 1
        progress = (kind, news)
        if case .began(let run) = news, !isRehearsal { runs.append(run) }
    }
}

/// What a sync is to do beside reading.
public struct SyncOptions: Sendable {
    public var isRehearsal = false
    /// Whether the platform is told afterwards; nil for what the environment says.
    public var deliver: Bool?

    public init() {}
}
