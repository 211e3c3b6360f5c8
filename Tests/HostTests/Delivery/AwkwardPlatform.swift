import Delivery
import ConnectorKit
import Foundation
import Synchronization

/// A platform that cannot take some items.
final class AwkwardPlatform: DeliveryPlatform {
    /// What becomes of a batch with one of them.
    enum Manner {
        /// Its operation stops, with nothing done.
        case stops
        /// It is not taken at all.
        case refusesBatch
        /// The others are taken, and these are not.
        case refusesItems
    }

    private let base: any DeliveryPlatform
    private let awkward: Set<String>
    private let manner: Manner
    private let size: Int
    /// Why nobody can be looked up.
    private let nobody: Failure?
    /// Called before each batch.
    private let atSubmit: @Sendable () async -> Void
    private let state = Mutex(State())

    private struct State {
        var batches: [Int] = []
        /// What the operations of this platform's own came to.
        var outcomes: [String: BatchOutcome] = [:]
    }

    /// - Parameters:
    ///   - awkward: the keys of the items.
    ///   - size: how many items a batch has at most.
    ///   - nobody: why nobody can be looked up; nil where people can be.
    ///   - atSubmit: called before each batch.
    init(
        _ base: any DeliveryPlatform, awkward: Set<String> = [], _ manner: Manner = .stops, size: Int = 40,
        nobody: Failure? = nil,
        atSubmit: @escaping @Sendable () async -> Void = {}
    ) {
        self.base = base
        self.awkward = awkward
        self.manner = manner
        self.size = size
        self.nobody = nobody
        self.atSubmit = atSubmit
    }

    /// How many items each batch had.
    var batches: [Int] { state.withLock(\.batches) }

    var name: String { base.name }
    var rendering: String { base.rendering }
    var traffic: (requests: Int, bytes: Int) { base.traffic }
    func item(for content: LearningObject) -> DeliveryItem { base.item(for: content) }
    func item(archiving externalID: String) -> DeliveryItem { base.item(archiving: externalID) }
    func item(for statistic: LearnerStatistic) -> DeliveryItem { base.item(for: statistic) }
    func largestBatch(of kind: BatchKind) -> Int { size }

    func verify(group: String, admin: String) async throws(Failure) {
        try await base.verify(group: group, admin: admin)
    }

    func prepare(_ plan: DestinationPlan, known: Destination?) async throws(Failure) -> Destination {
        try await base.prepare(plan, known: known)
    }

    func has(_ destination: Destination) async throws(Failure) -> Bool { try await base.has(destination) }

    func submit(
        _ kind: BatchKind, _ items: [DeliveryItem], to destination: Destination
    ) async throws(Failure) -> OperationID {
        await atSubmit()
        let number = state.withLock { state in
            state.batches.append(items.count)
            return state.batches.count
        }
        let found = items.filter { awkward.contains($0.key) }
        guard !found.isEmpty else { return try await base.submit(kind, items, to: destination) }
        let outcome: BatchOutcome
        switch manner {
        case .refusesBatch: throw .item("it cannot be read")
        case .stops: outcome = BatchOutcome(end: .stopped("it broke"), results: [:])
        case .refusesItems:
            var results: [String: ItemResult] = [:]
            let others = items.filter { !awkward.contains($0.key) }
            if !others.isEmpty {
                results = try await base.outcome(of: base.submit(kind, others, to: destination)).results
            }
            for item in found { results[item.key] = .refused(reason: "it is not wanted") }
            outcome = BatchOutcome(end: .completed, results: results)
        }
        state.withLock { $0.outcomes["own-\(number)"] = outcome }
        return OperationID("own-\(number)")
    }

    func outcome(of operation: OperationID) async throws(Failure) -> BatchOutcome {
        if let own = state.withLock({ $0.outcomes[operation.text] }) { return own }
        return try await base.outcome(of: operation)
    }

    func operation(
        taking keys: Set<String>, of kind: BatchKind, in destination: Destination, since date: Date,
        besides known: Set<OperationID>
    ) async throws(Failure) -> OperationID? {
        try await base.operation(
            taking: keys, of: kind, in: destination, since: date, besides: known)
    }

    func hasLearner(_ mail: String) async throws(Failure) -> Bool {
        if let nobody { throw nobody }
        return try await base.hasLearner(mail)
    }

    func restore(
        _ externalID: String, resource: String?, in destination: Destination
    ) async throws(Failure) -> ItemResult? {
        try await base.restore(externalID, resource: resource, in: destination)
    }

    func tag(
        _ externalID: String, resource: String?, in destination: Destination, with names: [String],
        owned: Set<String>, recording: @Sendable (Set<String>) async throws(Failure) -> Void
    ) async throws(Failure) -> TagResult? {
        try await base.tag(
            externalID, resource: resource, in: destination, with: names, owned: owned, recording: recording)
    }
}
