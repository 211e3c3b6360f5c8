import ConnectorKit
import Foundation
import Synchronization

/// A platform that is told nothing: it counts the calls that a delivery would make.
final class RehearsedPlatform: DeliveryPlatform {
    private let base: any DeliveryPlatform
    /// The places there are, by the plan each is in line with.
    private let known: [String: String]
    private let state = Mutex(State())

    private struct State {
        var places: [String] = []
        var batches: [BatchKind: [Int]] = [:]
        var submitted: [String: [String]] = [:]
        var restored = 0
        var tagged = 0
    }

    init(_ base: any DeliveryPlatform, known: [String: String]) {
        self.base = base
        self.known = known
    }

    /// What would be done, in words; empty if nothing would.
    var calls: [String] {
        state.withLock { state in
            var calls = state.places
            let kinds: [(BatchKind, String)] = [
                (.courses, "add or replace"), (.archive, "archive"), (.statistics, "tell the progress of"),
            ]
            for (kind, verb) in kinds {
                for size in state.batches[kind] ?? [] {
                    let noun = kind == .statistics ? "enrolment" : "course"
                    calls.append("\(verb) \(size) \(noun)\(size == 1 ? "" : "s") (1 call)")
                }
            }
            if state.restored > 0 {
                calls.append("take \(state.restored) out of the archive (\(state.restored) calls)")
            }
            if state.tagged > 0 {
                calls.append("set the tags of \(state.tagged) (at most \(state.tagged) calls)")
            }
            return calls
        }
    }

    var name: String { base.name }
    var rendering: String { base.rendering }
    var traffic: (requests: Int, bytes: Int) { base.traffic }

    func item(for content: LearningObject) -> DeliveryItem { base.item(for: content) }
    func item(archiving externalID: String) -> DeliveryItem { base.item(archiving: externalID) }
    func item(for statistic: LearnerStatistic) -> DeliveryItem { base.item(for: statistic) }
    func largestBatch(of kind: BatchKind) -> Int { base.largestBatch(of: kind) }

    func verify(group: String, admin: String) async throws(Failure) {
        try await base.verify(group: group, admin: admin)
    }

    func prepare(_ plan: DestinationPlan, known former: Destination?) async throws(Failure) -> Destination {
        if let place = known[plan.fingerprint] { return Destination(id: place) }
        if let place = known.first(where: { plan.isSamePlace(as: $0.key) }) {
            state.withLock { $0.places.append("bring \"\(plan.name)\" in the group \(plan.group) in line") }
            return Destination(id: place.value)
        }
        state.withLock { $0.places.append("prepare \"\(plan.name)\" in the group \(plan.group)") }
        return Destination(id: "\(plan.group) \(plan.name)")
    }

    func has(_ destination: Destination) async throws(Failure) -> Bool { true }

    func submit(
        _ kind: BatchKind, _ items: [DeliveryItem], to destination: Destination
    ) async throws(Failure) -> OperationID {
        state.withLock { state in
            let id = "rehearsed-\(state.submitted.count)"
            state.batches[kind, default: []].append(items.count)
            state.submitted[id] = items.map(\.key)
            return OperationID(id)
        }
    }

    /// One of a delivery that was really made is asked about.
    func outcome(of operation: OperationID) async throws(Failure) -> BatchOutcome {
        guard let keys = state.withLock({ $0.submitted[operation.text] }) else {
            return try await base.outcome(of: operation)
        }
        let results = keys.map { ($0, ItemResult.accepted(resource: "")) }
        return BatchOutcome(end: .completed, results: Dictionary(results) { first, _ in first })
    }

    func operation(
        taking keys: Set<String>, of kind: BatchKind, in destination: Destination, since date: Date,
        besides known: Set<OperationID>
    ) async throws(Failure) -> OperationID? {
        try await base.operation(
            taking: keys, of: kind, in: destination, since: date, besides: known)
    }

    func hasLearner(_ mail: String) async throws(Failure) -> Bool { try await base.hasLearner(mail) }

    func restore(
        _ externalID: String, resource: String?, in destination: Destination
    ) async throws(Failure) -> ItemResult? {
        state.withLock { $0.restored += 1 }
        return .accepted(resource: resource ?? "")
    }

    func tag(
        _ externalID: String, resource: String?, in destination: Destination, with names: [String],
        owned: Set<String>, recording: @Sendable (Set<String>) async throws(Failure) -> Void
    ) async throws(Failure) -> TagResult? {
        state.withLock { $0.tagged += 1 }
        return .tagged(resource: resource ?? "", owned: owned, leftOut: [])
    }
}
