import ConnectorKit
import Store
import Sync

/// What came of reading many things at once, where some of them may not be readable.
struct BatchReading<Key: Sendable, Answer: Sendable>: Sendable {
    private(set) var answers: [Answer] = []
    /// What cannot be read, alone either, and why.
    private(set) var refused: [(key: Key, failure: Failure)] = []
    /// What kept the rest from being read: a fault of the provider, not of one thing.
    private(set) var stopped: Failure?

    /// How many things may be unreadable before it is the provider that is at fault (our decision).
    static var patience: Int { 8 }

    /// Reads all keys at once; what fails for a reason that may lie in one of them is read by halves, until
    /// the ones at fault stand alone.
    init(
        of keys: [Key], _ read: ([Key]) async throws(SyncFailure) -> Answer
    ) async throws(StoreError) {
        var parts = [keys[...]]
        while let part = parts.popLast() {
            do throws(SyncFailure) {
                answers.append(try await read(Array(part)))
            } catch {
                let failure: Failure
                switch error {
                case .store(let error): throw error
                case .provider(let reason): failure = reason
                }
                guard failure.mayBeOfOneThing, !Task.isCancelled else {
                    stopped = failure
                    return
                }
                if part.count > 1 {
                    let middle = part.startIndex + part.count / 2
                    parts.append(part[middle...])
                    parts.append(part[..<middle])
                } else if let key = part.first {
                    refused.append((key, failure))
                }
            }
            if refused.count == Self.patience, answers.isEmpty {
                stopped = refused.first?.failure
                refused = []
                return
            }
        }
    }
}

extension Failure {
    /// Whether the failure may be about one of the things that were asked for, so that the others can be had.
    fileprivate var mayBeOfOneThing: Bool {
        switch self {
        case .item, .contract, .fatal: true
        case .configuration, .credentials, .rateLimited, .transient: false
        }
    }
}
