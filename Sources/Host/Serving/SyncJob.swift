package import Delivery
import Foundation
package import Model
import Store
package import Sync

/// A sync that was begun and that nobody waits for, as those who watch it see it.
package struct SyncJob: Sendable, Identifiable {
    package let id: String
    package let request: SyncRequest
    /// Whether only what it would change is asked for.
    package let isRehearsal: Bool
    /// What is read now, and how far that is.
    package internal(set) var progress: (kind: RunKind, news: RunProgress)?
    /// The runs so far, those of a rehearsal excepted.
    package internal(set) var runs: [RunID] = []
    /// What each run came to, once all ended.
    package internal(set) var results: [SyncResult] = []
    /// The calls that would be made to the platform; nil where none are to be.
    package internal(set) var calls: [String]?
    package internal(set) var delivery: DeliveryReport?
    /// Why it could not be done at all; of a rehearsal, also why not all of the delivery would be.
    package internal(set) var error: String?
    package internal(set) var isFinished = false
    /// Grows with every change.
    package internal(set) var version = 0

    mutating func note(_ kind: RunKind, _ news: RunProgress) {
        version += 1
        progress = (kind, news)
        if case .began(let run) = news, !isRehearsal { runs.append(run) }
    }
}
