package import Foundation
package import SimulatorSupport
import Synchronization

/// A repository that exists in memory and speaks OAI-PMH 2.0, strictly.
///
/// Serve it with ``serve(port:logger:ready:)``; change it while it serves with the controls below.
package final class OAIRepository: Sendable {
    /// What the repository holds and how it behaves.
    package struct Options: Sendable {
        /// How many records it holds, deleted ones not counted.
        package var items = 1_000
        /// The same seed gives the same records and faults.
        package var seed: UInt64 = 1
        /// Whether ``AwkwardRecord/all`` are among the records, as far as these reach.
        package var awkward = true
        package var faults: [FaultRule<Fault>] = []
        package var pageSize = 100
        package var granularity = Granularity.second
        package var deletions = Deletions.persistent
        /// Whether there are sets.
        package var sets = true
        /// Seconds; nil for tokens that never lapse and state no expirationDate.
        package var tokenLifetime: TimeInterval? = 3_600
        /// Whether tokens state completeListSize, and cursor.
        package var statesSize = true
        package var statesCursor = true
        /// Whether the last page of several has an empty token, as the protocol asks, or none.
        package var endsWithEmptyToken = true
        /// How long a slow answer is held back.
        package var slowness = Duration.seconds(2)

        package init() {}
    }

    /// How fine datestamps are (OAI-PMH 2.0 section 3.3).
    package enum Granularity: String, Sendable, CaseIterable {
        case day = "YYYY-MM-DD"
        case second = "YYYY-MM-DDThh:mm:ssZ"
    }

    /// What becomes of a deleted record (OAI-PMH 2.0 section 2.5.1): with ``transient`` a header stays until
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
    }

    /// - Parameters:
    ///   - now: the clock that stamps answers and changes, and by which tokens lapse.
    ///   - pause: waits before a slow answer.
    package init(
        _ options: Options = Options(), now: @escaping @Sendable () -> Date = { Date() },
        pause: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        self.options = options
        self.now = now
        self.pause = pause
        state = Mutex(
            State(collection: Collection(options), dice: FaultDice(options.faults, seed: options.seed)))
    }
}

// MARK: - Controls

extension OAIRepository {
    /// The record of an identifier, a deleted one included.
    package func record(_ identifier: String) -> RepositoryRecord? {
        state.withLock { state in
            state.collection.position(of: identifier).flatMap { state.collection.record(at: $0) }
        }
    }

    /// The identifiers of all records that are not deleted, in the order in which they are listed.
    package var identifiers: [String] {
        let collection = state.withLock(\.collection)
        return (0..<collection.count).compactMap { collection.record(at: $0) }.filter { !$0.isDeleted }
            .map(\.identifier)
    }

    /// The identifiers of the records that are deleted and not forgotten.
    package var deletedIdentifiers: [String] {
        let collection = state.withLock(\.collection)
        return (0..<collection.count).compactMap { collection.record(at: $0) }.filter(\.isDeleted)
            .map(\.identifier)
    }

    /// The identifier of an awkward record, or nil where the records do not reach that far.
    package func identifier(of awkward: AwkwardRecord) -> String? {
        guard options.awkward, awkward.position < options.items else { return nil }
        return RecordGenerator.identifier(awkward.position)
    }

    /// Adds a record, stamped now.
    @discardableResult
    package func add(_ change: @Sendable (inout RepositoryRecord) -> Void = { _ in }) -> RepositoryRecord {
        let stamp = stamp
        return state.withLock { $0.collection.append(stamp: stamp, change) }
    }

    /// Changes a record and stamps it; does nothing where there is none of this identifier.
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

    /// Deletes a record: without a trace, or leaving its header, as ``Options/deletions`` says.
    package func delete(_ identifier: String) {
        if options.deletions != .no { return update(identifier) { $0.isDeleted = true } }
        state.withLock { state in
            if let position = state.collection.position(of: identifier) {
                state.collection.set(position, nil)
            }
        }
    }

    /// Drops the headers of deleted records, as a repository with ``Deletions/transient`` may at any time.
    package func forgetDeletions() {
        state.withLock { state in
            for position in 0..<state.collection.count
            where state.collection.record(at: position)?.isDeleted == true {
                state.collection.set(position, nil)
            }
        }
    }

    /// Replaces the faults; pages are counted anew.
    package func setFaults(_ rules: [FaultRule<Fault>]) {
        state.withLock { $0.dice = FaultDice(rules, seed: options.seed) }
    }

    /// The requests that were answered, in their order.
    package var requests: [LoggedRequest] { state.withLock(\.requests) }

    /// Forgets the requests so far.
    package func clearRequests() { state.withLock { $0.requests = [] } }

    private var stamp: Int64 { Int64(now().timeIntervalSince1970.rounded(.down)) }
}
