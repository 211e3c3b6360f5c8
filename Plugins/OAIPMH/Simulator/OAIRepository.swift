package import Foundation
package import SimulatorSupport
import Synchronization

/// An in-memory repository that implements OAI-PMH 2.0 strictly.
///
/// Serve it with ``serve(port:logger:ready:)``. The controls below change it while it serves.
package final class OAIRepository: Sendable {
    /// The content and behaviour of the repository.
    package struct Options: Sendable {
        /// The number of records, without deleted ones.
        package var items = 1_000
        /// The same seed produces the same records and faults.
        package var seed: UInt64 = 1
        /// Whether the records include ``AwkwardRecord/all``, as far as their number allows.
        package var awkward = true
        package var faults: [FaultRule<Fault>] = []
        package var pageSize = 100
        package var granularity = Granularity.second
        package var deletions = Deletions.persistent
        /// Whether there are sets.
        package var sets = true
        /// Seconds; nil for tokens that never expire and state no expirationDate.
        package var tokenLifetime: TimeInterval? = 3_600
        /// Whether tokens state completeListSize and cursor.
        package var statesSize = true
        package var statesCursor = true
        /// Whether the last of several pages has an empty token, as the protocol requires, or none.
        package var endsWithEmptyToken = true
        /// How the repository refuses `from`, against the protocol; nil for a repository that keeps to it.
        package var fromRefusal: FromRefusal?
        /// The delay of a slow response.
        package var slowness = Duration.seconds(2)

        package init() {}
    }

    /// How a repository can refuse `from`.
    package enum FromRefusal: Sendable, Equatable {
        /// An error of the protocol with this code.
        case error(String)
        /// `badArgument` for a time of day, although the granularity is a second.
        case seconds
        case status(Int)
        /// A web page.
        case html
        /// A list without records.
        case emptyList
    }

    /// The granularity of datestamps (OAI-PMH 2.0 section 3.3).
    package enum Granularity: String, Sendable, CaseIterable {
        case day = "YYYY-MM-DD"
        case second = "YYYY-MM-DDThh:mm:ssZ"
    }

    /// How deletions are recorded (OAI-PMH 2.0 section 2.5.1). With ``transient`` a header stays until
    /// ``OAIRepository/forgetDeletions()``.
    package enum Deletions: String, Sendable, CaseIterable {
        case no, transient, persistent
    }

    package let options: Options
    let now: @Sendable () -> Date
    let pause: @Sendable (Duration) async throws -> Void
    let state: Mutex<State>

    struct State: Sendable {
        var collection: Collection
        var tokens = ResumptionTokens()
        var dice: FaultDice<Fault>
        var requests: [LoggedRequest] = []
        var fromRefusal: FromRefusal?
    }

    /// - Parameters:
    ///   - now: The clock for datestamps and for the expiry of tokens.
    ///   - pause: Waits before a slow response.
    package init(
        _ options: Options = Options(), now: @escaping @Sendable () -> Date = { Date() },
        pause: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        self.options = options
        self.now = now
        self.pause = pause
        state = Mutex(
            State(
                collection: Collection(options), dice: FaultDice(options.faults, seed: options.seed),
                fromRefusal: options.fromRefusal))
    }
}

// MARK: - Controls

extension OAIRepository {
    /// Returns the record with an identifier, even if it is deleted.
    package func record(_ identifier: String) -> RepositoryRecord? {
        state.withLock { state in
            state.collection.position(of: identifier).flatMap { state.collection.record(at: $0) }
        }
    }

    /// The identifiers of all records that are not deleted, in listing order.
    package var identifiers: [String] {
        let collection = state.withLock(\.collection)
        return (0..<collection.count).compactMap { collection.record(at: $0) }.filter { !$0.isDeleted }
            .map(\.identifier)
    }

    /// The identifiers of the deleted records whose headers are kept.
    package var deletedIdentifiers: [String] {
        let collection = state.withLock(\.collection)
        return (0..<collection.count).compactMap { collection.record(at: $0) }.filter(\.isDeleted)
            .map(\.identifier)
    }

    /// Returns the identifier of an awkward record, or nil if there are too few records.
    package func identifier(of awkward: AwkwardRecord) -> String? {
        guard options.awkward, awkward.position < options.items else { return nil }
        return RecordGenerator.identifier(awkward.position)
    }

    /// Adds a record with the current datestamp.
    @discardableResult
    package func add(_ change: @Sendable (inout RepositoryRecord) -> Void = { _ in }) -> RepositoryRecord {
        let stamp = stamp
        return state.withLock { $0.collection.append(stamp: stamp, change) }
    }

    /// Changes a record and its datestamp; does nothing if there is none with this identifier.
    package func update(_ identifier: String, _ change: @Sendable (inout RepositoryRecord) -> Void) {
        let stamp = stamp
        state.withLock { state in
            guard let position = state.collection.position(of: identifier),
                var record = state.collection.record(at: position)
            else { return }
            change(&record)
            record.datestamp = stamp
            state.collection.set(position, record)
        }
    }

    /// Deletes a record, completely or except for its header, depending on ``Options/deletions``.
    package func delete(_ identifier: String) {
        if options.deletions != .no { return update(identifier) { $0.isDeleted = true } }
        state.withLock { state in
            if let position = state.collection.position(of: identifier) {
                state.collection.set(position, nil)
            }
        }
    }

    /// Removes the headers of deleted records, as a ``Deletions/transient`` repository may do at any time.
    package func forgetDeletions() {
        state.withLock { state in
            for position in 0..<state.collection.count
            where state.collection.record(at: position)?.isDeleted == true {
                state.collection.set(position, nil)
            }
        }
    }

    /// Replaces the faults. The count of pages restarts.
    package func setFaults(_ rules: [FaultRule<Fault>]) {
        state.withLock { $0.dice = FaultDice(rules, seed: options.seed) }
    }

    /// Changes how `from` is refused.
    package func setFromRefusal(_ refusal: FromRefusal?) { state.withLock { $0.fromRefusal = refusal } }

    /// The answered requests, in order.
    package var requests: [LoggedRequest] { state.withLock(\.requests) }

    /// Forgets the requests so far.
    package func clearRequests() { state.withLock { $0.requests = [] } }

    private var stamp: Int64 { Int64(now().timeIntervalSince1970.rounded(.down)) }
}
