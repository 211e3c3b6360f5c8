import enum ConnectorKit.JSONValue
import HTTPTypes
import Host
import Store

extension Operation {
    /// An operation that makes a change; only an admin may.
    ///
    /// - Parameters:
    ///   - change: describes the change that a call asks for.
    ///   - answering: the answer, from what the change gave; nil if that is the answer, or there is none.
    static func change<Value>(
        _ method: Method, _ path: String, _ id: String, _ summary: String, body: Shape? = nil,
        status: HTTPResponse.Status = .ok, answer: Shape? = nil, problems: [HTTPResponse.Status] = [],
        takesKey: Bool = false, _ change: @escaping @Sendable (APICall) async throws -> Change<Value>,
        answering: (@Sendable (APICall, Value) async throws -> JSONValue)? = nil
    ) -> Operation {
        Operation(
            method: method, path: path, id: id, summary: summary, role: .admin, body: body, status: status,
            answer: answer, problems: problems, takesKey: takesKey, isChange: true
        ) { call in
            let value: Value
            do {
                value = try await call.live.perform(
                    try await change(call), on: call.host, by: ChangeActor(call.token))
            } catch let refusal as ChangeRefusal {
                throw refusal.problem
            } catch UnfinishedChange.notInForce(let reason) {
                throw Problem.notInForce(reason)
            } catch UnfinishedChange.notApplied(let reason) {
                // The error may name paths and the like, which are for the administrator only.
                call.live.report("\(id): \(reason)")
                throw Problem(
                    status: .internalServerError,
                    detail: "the file is written, but the host could not apply it; its log says why")
            }
            return try await answering?(call, value) ?? value as? JSONValue ?? .null
        }
    }
}

extension Change {
    /// A change that only the API and the console make.
    ///
    /// - Parameters:
    ///   - call: the call that asks for it; its path is what is changed.
    ///   - after: how it stands then; nil if what the change gives says it, or nothing is left.
    init(
        _ call: APICall, before: JSONValue = .null, followedBy consequence: Consequence? = nil,
        after: ((Value) async throws -> JSONValue)? = nil,
        make: @escaping (HostRuntime) async throws -> Value
    ) {
        self.init(
            call.operation, of: call.subject, before: before, followedBy: consequence,
            after: after ?? { $0 as? JSONValue ?? .null }, make: make)
    }
}

extension ChangeRefusal {
    var problem: Problem {
        switch self {
        case .invalid(let message): .badRequest(message)
        case .unknown(let message): .notFound(message)
        case .taken(let message), .refused(let message): .conflict(message)
        }
    }
}
