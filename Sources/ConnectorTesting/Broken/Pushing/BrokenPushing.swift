import ConnectorKit

/// What a ``BrokenProvider`` makes of pushes: as a ``SampleProvider``, but for one thing.
struct BrokenPushing: Sendable {
    var plan: @Sendable (PushedContent, Connection) async throws(Failure) -> PushPlan = {
        content, connection async throws(Failure) in
        try await SampleProvider().plan(content, of: connection)
    }
    var apply: @Sendable (PushPlan?, PushedContent, Connection) async throws(Failure) -> PushResult? = {
        plan, content, connection async throws(Failure) in
        try await SampleProvider().apply(plan, to: content, of: connection)
    }
    var complete: @Sendable (PushedCompletion, Connection) async throws(Failure) -> PushResult? = {
        completion, connection async throws(Failure) in
        try await SampleProvider().apply(nil, to: completion, of: connection)
    }
}

extension BrokenProvider: PushProvider {
    var unsupportedFields: [PushedContent.Field: String] { [:] }

    func plan(_ content: PushedContent, of connection: Connection) async throws(Failure) -> PushPlan {
        try await pushing.plan(content, connection)
    }

    func apply(
        _ plan: PushPlan?, to content: PushedContent, of connection: Connection
    ) async throws(Failure) -> PushResult? {
        try await pushing.apply(plan, content, connection)
    }

    func plan(_ completion: PushedCompletion, of connection: Connection) async throws(Failure) -> PushPlan {
        try await SampleProvider().plan(completion, of: connection)
    }

    func apply(
        _ plan: PushPlan?, to completion: PushedCompletion, of connection: Connection
    ) async throws(Failure) -> PushResult? {
        try await pushing.complete(completion, connection)
    }
}
