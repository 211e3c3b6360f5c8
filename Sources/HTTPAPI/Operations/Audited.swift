package import Host
import Model

/// How the audit trail tells what an operation changed.
enum Audited: Sendable {
    /// What the resource is, asked before and after.
    case state(@Sendable (APICall) async throws -> RecordValue)
    /// What it was, and then what was sent: for what is written into files, which are read again later.
    case sent(before: @Sendable (APICall) async throws -> RecordValue)
    /// What it was, and then what is told of what was sent: for what holds secrets.
    case told(
        before: @Sendable (APICall) async throws -> RecordValue,
        after: @Sendable (APICall) throws -> RecordValue)
    /// Nothing, and then this part of the answer: for what is made or begun.
    case made(@Sendable (RecordValue) -> RecordValue)

    /// Runs an operation, and notes what it changed.
    func run(_ operation: Operation, _ call: APICall, at path: String) async throws -> RecordValue {
        try await call.host.audited(
            by: call.token.who, operation.id, of: path,
            before: try await before(call), after: { try await after(call, $0) }
        ) { try await operation.run(call) }
    }

    private func before(_ call: APICall) async throws -> RecordValue {
        switch self {
        case .state(let state), .sent(let state), .told(let state, _): try await state(call)
        case .made: .null
        }
    }

    private func after(_ call: APICall, _ answer: RecordValue) async throws -> RecordValue {
        switch self {
        case .state(let state):
            // What is not found any more was deleted.
            do { return try await state(call) } catch is Problem { return .null }
        case .sent: return call.body?.value ?? .null
        case .told(_, let told): return try told(call)
        case .made(let part): return part(answer)
        }
    }
}

extension JSONBody {
    var value: RecordValue {
        switch self {
        case .text(let text): .text(text)
        case .number(let number): .number(number)
        case .boolean(let flag): .boolean(flag)
        case .list(let values): .list(values.map(\.value))
        case .object(let members):
            .object(Record(members.sorted { $0.key < $1.key }.map { ($0.key, $0.value.value) }))
        case .null: .null
        }
    }
}

extension APIToken {
    /// The token as the audit trail calls it.
    package var who: String { "\(name) (token \(id))" }
}
