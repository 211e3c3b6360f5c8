import ConnectorKit
import Synchronization

/// Keeps the titles of what is pushed, and completions of it.
final class KeepingProvider: PushProvider {
    private struct State {
        var items: [String: String] = [:]
        var tries: [String: Int] = [:]
        var failing: [String: Failure] = [:]
        var completions: [PushedCompletion] = []
        var atPlan: @Sendable (String) async throws(Failure) -> Void = { _ throws(Failure) in }
    }

    private let state = Mutex(State())
    let descriptor = ProviderDescriptor(
        id: "keeper", displayName: "Keeper", summary: "", settings: [],
        filters: FilterVocabulary(contentTypes: []),
        schedule: DefaultSchedule(catalog: "07:40", stats: "08:00"))
    let unsupportedFields: [PushedContent.Field: String] = [:]

    func verify(_ capability: Capability, of connection: Connection) async throws(Failure) {}

    var items: [String: String] { state.withLock(\.items) }
    var completions: [PushedCompletion] { state.withLock(\.completions) }
    var tries: [String: Int] { state.withLock(\.tries) }
    var failing: [String: Failure] {
        get { state.withLock(\.failing) }
        set { state.withLock { $0.failing = newValue } }
    }

    /// Called with the reference before content is planned; what it throws the plan fails with.
    func beforePlans(_ body: @escaping @Sendable (String) async throws(Failure) -> Void) {
        state.withLock { $0.atPlan = body }
    }

    func set(_ reference: String, _ title: String) { state.withLock { $0.items[reference] = title } }

    func plan(_ content: PushedContent, of connection: Connection) async throws(Failure) -> PushPlan {
        let atPlan = state.withLock(\.atPlan)
        try await atPlan(content.externalReference)
        let title = items[content.externalReference]
        if title == content.title { return PushPlan(.unchanged, basis: title ?? "") }
        return title == nil
            ? PushPlan(.create, steps: ["create it"], basis: "absent")
            : PushPlan(.update, steps: ["set the title"], basis: title ?? "")
    }

    func apply(
        _ plan: PushPlan?, to content: PushedContent, of connection: Connection
    ) async throws(Failure) -> PushResult? {
        let reference = content.externalReference
        let failure = state.withLock { state in
            state.tries[reference, default: 0] += 1
            return state.failing[reference]
        }
        if let failure { throw failure }
        let now = try await self.plan(content, of: connection)
        if let plan, plan.basis != now.basis { return nil }
        set(reference, content.title)
        switch now.action {
        case .create: return PushResult(.created)
        case .unchanged: return PushResult(.unchanged)
        default: return PushResult(.updated)
        }
    }

    func plan(_ completion: PushedCompletion, of connection: Connection) async throws(Failure) -> PushPlan {
        guard items[completion.contentReference] != nil else {
            return PushPlan(.refuse, notes: ["no such content"], basis: "")
        }
        return PushPlan(completions.contains(completion) ? .unchanged : .complete, basis: "")
    }

    func apply(
        _ plan: PushPlan?, to completion: PushedCompletion, of connection: Connection
    ) async throws(Failure) -> PushResult? {
        let now = try await self.plan(completion, of: connection)
        switch now.action {
        case .complete:
            state.withLock { $0.completions.append(completion) }
            return PushResult(.completed)
        case .unchanged: return PushResult(.unchanged)
        default: return PushResult(.refused, notes: now.notes)
        }
    }
}
