package import ConnectorKit
import Foundation
package import Model
import Runtime
import Store

/// One go at a connection's entries: those that are due are delivered, several at a time, those about the same
/// in their order.
///
/// What was sent and not recorded is sent again, which does
/// nothing twice: the provider looks at what stands first.
struct PushRound: Sendable {
    /// How many entries one round takes up, and how many it has on their way at a time (our decision).
    static let limit = 200
    static let width = 8

    /// The store under the lease of the connection's pushes.
    let leased: LeasedStore
    let now: @Sendable () -> Date
    let target: PushTarget
    let session: ProviderSession
    let run: RunID

    /// What a round came to.
    struct Result: Sendable {
        var taken = 0
        var counters = Run.Counters()
        /// What kept entries waiting: a fault of the provider as a whole.
        var failure: Failure?
    }

    private enum Answer: Sendable {
        case tried(StoredPush, PushTry, isFault: Bool)
        /// Not this entry's fault: it waits.
        case stopped(Failure)
    }

    func go() async throws(StoreError) -> Result {
        var result = Result()
        let waiting = try await leased.store.duePushes(of: target.id, at: now(), limit: Self.limit)
        guard !waiting.isEmpty else { return result }
        let due = try await leased.begin(waiting)
        var tries: [(push: StoredPush, result: PushTry)] = []
        var faults = 0
        (tries, result.failure, faults) = await answers(to: due)
        if faults >= PushRetryPolicy.outage, faults == tries.count, result.failure == nil {
            // The entries are as they were: an outage uses up nobody's tries.
            if case .postponed(_, let reason)? = tries.last?.result { result.failure = .transient(reason) }
            if case .setAside(let reason)? = tries.last?.result { result.failure = .transient(reason) }
            tries = []
        }
        try await leased.record(tries, of: run, at: now()) { ArchiveRule(fingerprint: $0)?.standing }
        result.taken = tries.count
        for one in tries { result.counters.count(one.result) }
        return result
    }

    private func answers(to due: [StoredPush]) async -> ([(push: StoredPush, result: PushTry)], Failure?, Int)
    {
        await withTaskGroup(of: Answer.self) { group in
            var rest = due[...]
            for push in rest.prefix(Self.width) { group.addTask { await answer(push) } }
            rest = rest.dropFirst(Self.width)
            var tries: [(push: StoredPush, result: PushTry)] = []
            var failure: Failure?
            var faults = 0
            for await answer in group {
                switch answer {
                case .tried(let push, let result, let isFault):
                    tries.append((push, result))
                    if isFault { faults += 1 }
                case .stopped(let reason): failure = failure ?? reason
                }
                guard failure == nil, !Task.isCancelled, let push = rest.popFirst() else { continue }
                group.addTask { await self.answer(push) }
            }
            return (tries, failure, faults)
        }
    }

    private func answer(_ push: StoredPush) async -> Answer {
        guard let body = push.body else {
            return .tried(push, .done(.refused, reason: push.reason), isFault: false)
        }
        do throws(Failure) {
            let result = try await withTaskExecutorPreference(session.executor) { () async throws(Failure) in
                try await target.apply(push.plan, to: body, over: session)
            }
            guard let result else { return try await refusal(of: push, body) }
            let reason =
                result.notes.isEmpty ? nil : session.hidingSecrets(result.notes.joined(separator: "; "))
            return .tried(
                push,
                .done(PushOutcome(result.outcome), reason: reason, content: PushedState(result, of: body)),
                isFault: false)
        } catch {
            let reason = session.hidingSecrets(error.message)
            switch error {
            case .item: return .tried(push, .done(.refused, reason: reason), isFault: false)
            case .transient, .contract:
                return .tried(push, PushRetryPolicy.result(of: push, reason, now: now()), isFault: true)
            case .credentials, .configuration, .fatal, .rateLimited:
                return .stopped(error.mapMessage(session.hidingSecrets))
            }
        }
    }

    /// What was planned no longer fits: nothing was sent, and what would be done now is told.
    private func refusal(of push: StoredPush, _ body: PushBody) async throws(Failure) -> Answer {
        let plan = try await withTaskExecutorPreference(session.executor) { () async throws(Failure) in
            try await target.plan(body, over: session)
        }
        let steps = plan.steps.isEmpty ? "" : " (\(plan.steps.joined(separator: "; ")))"
        let planned = push.plan.map { " \($0.action.rawValue)" } ?? ""
        return .tried(
            push,
            .done(
                .refused,
                reason: "the plan\(planned) no longer fits what stands at the provider; nothing was sent, "
                    + "and the plan is now \(plan.action.rawValue)\(steps)"),
            isFault: false)
    }
}

extension PushedState {
    /// Nil for a completion.
    fileprivate init?(_ result: PushResult, of body: PushBody) {
        guard case .content(let content) = body else { return nil }
        self.init(
            id: result.contentID, wasPublished: result.wasPublished, repeatsCreation: content.repeatsCreation)
    }
}

extension PushOutcome {
    init(_ outcome: PushResult.Outcome) {
        self =
            switch outcome {
            case .created: .created
            case .updated: .updated
            case .unchanged: .unchanged
            case .unpublished: .unpublished
            case .completed: .completed
            case .refused: .refused
            }
    }

    /// What a plan would come to.
    package init(planned action: PushPlan.Action) {
        self =
            switch action {
            case .create: .created
            case .update: .updated
            case .unpublish: .unpublished
            case .complete: .completed
            case .unchanged: .unchanged
            case .refuse: .refused
            }
    }

    /// Whether the work was only partly done.
    package var isFailure: Bool { self == .refused || self == .failed }
}

extension Run.Counters {
    /// Counts what came of one try; what is tried again is not counted yet.
    fileprivate mutating func count(_ result: PushTry) {
        switch result {
        case .done(let outcome, _, _):
            seen += 1
            switch outcome {
            case .created: created += 1
            case .updated, .unpublished, .completed: updated += 1
            case .unchanged: unchanged += 1
            case .refused, .failed: skipped += 1
            }
        case .setAside:
            seen += 1
            skipped += 1
        case .postponed: break
        }
    }
}
