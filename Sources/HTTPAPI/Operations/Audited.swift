import ConnectorKit
import Model
import Host

/// How the audit trail describes what an operation changed.
enum Audited: Sendable {
    /// The state of the resource before and after.
    case state(@Sendable (APICall) async throws -> JSONValue)
    /// The state before, and the body after: for changes of files, which are read again later.
    case sent(before: @Sendable (APICall) async throws -> JSONValue)
    /// The state before, and a description of the body after: for bodies with secrets.
    case described(
        before: @Sendable (APICall) async throws -> JSONValue,
        after: @Sendable (APICall) throws -> JSONValue)
    /// Nothing before, and part of the answer after: for what is created or started.
    case made(@Sendable (JSONValue) -> JSONValue)

    /// Runs an operation and records its change.
    func run(_ operation: Operation, _ call: APICall, at path: String) async throws -> JSONValue {
        try await call.host.audited(
            by: call.token.who, operation.id, of: path,
            before: try await before(call), after: { try await after(call, $0) }
        ) { try await operation.run(call) }
    }

    private func before(_ call: APICall) async throws -> JSONValue {
        switch self {
        case .state(let state), .sent(let state), .described(let state, _): try await state(call)
        case .made: .null
        }
    }

    private func after(_ call: APICall, _ answer: JSONValue) async throws -> JSONValue {
        switch self {
        case .state(let state):
            // A resource that is not found any more was deleted.
            do { return try await state(call) } catch is Problem { return .null }
        case .sent: return call.body?.canonical ?? .null
        case .described(_, let describe): return try describe(call)
        case .made(let part): return part(answer)
        }
    }
}

extension APIToken {
    /// The name of the token in the audit trail.
    var who: String { "\(name) (token \(id))" }
}
