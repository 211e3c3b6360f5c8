import Delivery
import ConnectorKit
import Foundation
import PostgresTesting
import Store
import Synchronization
import TestSupport

/// A platform whose host is cut off at one step: what its store holds at that moment is kept in a copy, and
/// nothing reaches the platform any more.
///
/// Each call has two steps: before it is made, and after it was answered.
final class StoppingPlatform: DeliveryPlatform {
    private let base: any DeliveryPlatform
    private let store: Store
    private let stop: Int
    private let state = Mutex((step: 0, copy: Store?.none))

    init(_ base: any DeliveryPlatform, over store: Store, at stop: Int) {
        self.base = base
        self.store = store
        self.stop = stop
    }

    /// The store as the cut left it; nil where the run ended before that step.
    var left: Store? { state.withLock(\.copy) }

    private static let gone = Failure.fatal("the process is gone")

    private func step() throws(Failure) {
        let isHere = state.withLock { state in
            state.step += 1
            return state.step == stop
        }
        if isHere {
            let folder = URL.temporary("cut")
            do {
                try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
                let copy = try store.copy(to: folder)
                if TestStores.areDatabases {
                    try TestStores.open(folder, environment: "production")
                        .restore(from: folder.appending(path: "tributary.sqlite"))
                }
                state.withLock { $0.copy = copy }
            } catch {
                throw .fatal("the copy failed: \(error)")
            }
        }
        if state.withLock({ $0.step >= stop }) { throw Self.gone }
    }

    private func cut<Value: Sendable>(
        _ call: () async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        try step()
        let value = try await call()
        try step()
        return value
    }

    var name: String { base.name }
    var rendering: String { base.rendering }
    var reader: (any PlatformReader)? { base.reader }
    var traffic: (requests: Int, bytes: Int) { base.traffic }
    func item(for content: LearningObject) -> DeliveryItem { base.item(for: content) }
    func item(archiving externalID: String) -> DeliveryItem { base.item(archiving: externalID) }
    func item(for statistic: LearnerStatistic) -> DeliveryItem { base.item(for: statistic) }
    func largestBatch(of kind: BatchKind) -> Int { 2 }

    func verify(group: String, admin: String) async throws(Failure) {
        try await base.verify(group: group, admin: admin)
    }

    func prepare(_ plan: DestinationPlan, known: Destination?) async throws(Failure) -> Destination {
        try await cut { () async throws(Failure) in try await base.prepare(plan, known: known) }
    }

    func has(_ destination: Destination) async throws(Failure) -> Bool {
        try await cut { () async throws(Failure) in try await base.has(destination) }
    }

    func submit(
        _ kind: BatchKind, _ items: [DeliveryItem], to destination: Destination
    ) async throws(Failure) -> OperationID {
        try await cut { () async throws(Failure) in try await base.submit(kind, items, to: destination) }
    }

    func outcome(of operation: OperationID) async throws(Failure) -> BatchOutcome {
        try await cut { () async throws(Failure) in try await base.outcome(of: operation) }
    }

    func operation(
        taking keys: Set<String>, of kind: BatchKind, in destination: Destination, since date: Date,
        besides known: Set<OperationID>
    ) async throws(Failure) -> OperationID? {
        try await cut { () async throws(Failure) in
            try await base.operation(
                taking: keys, of: kind, in: destination, since: date, besides: known)
        }
    }

    func hasLearner(_ mail: String) async throws(Failure) -> Bool {
        try await cut { () async throws(Failure) in try await base.hasLearner(mail) }
    }

    func restore(
        _ externalID: String, resource: String?, in destination: Destination
    ) async throws(Failure) -> ItemResult? {
        try await cut { () async throws(Failure) in
            try await base.restore(externalID, resource: resource, in: destination)
        }
    }

    func tag(
        _ externalID: String, resource: String?, in destination: Destination, with names: [String],
        owned: Set<String>, recording: @Sendable (Set<String>) async throws(Failure) -> Void
    ) async throws(Failure) -> TagResult? {
        try await cut { () async throws(Failure) in
            try await base.tag(
                externalID, resource: resource, in: destination, with: names, owned: owned
            ) { owned throws(Failure) in
                try await recording(owned)
                try step()
            }
        }
    }
}
