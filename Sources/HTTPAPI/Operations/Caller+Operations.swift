import HTTPTypes
package import Model
package import ConnectorKit
import Host

extension Caller {
    /// Calls an operation within the process, by the rules of the API and with its audit trail.
    ///
    /// - Parameters:
    ///   - id: the operation's id.
    ///   - path: the parts of its path.
    ///   - rows: what to push, if it was read from a file instead of a body.
    /// - Throws: ``Problem`` with the API's words.
    package func call(
        _ id: String, path: [String: String], query: [(name: String, value: String)] = [],
        body: JSONValue? = nil, rows: [PushRow]? = nil
    ) async throws -> JSONValue {
        let operation = try operation(id)
        return try await operation.run(try prepared(operation, path, query, body, rows))
    }

    /// Opens the streamed answer of an operation.
    package func stream(_ id: String, path: [String: String]) async throws -> APIStream {
        let operation = try operation(id)
        guard let streams = operation.streams else { throw Self.noOperation(id) }
        return try await streams.open(try prepared(operation, path))
    }

    private static let operations = Dictionary(Operation.all.map { ($0.id, $0) }) { first, _ in first }

    private func operation(_ id: String) throws(Problem) -> Operation {
        guard let operation = Self.operations[id] else { throw Self.noOperation(id) }
        return operation
    }

    private static func noOperation(_ id: String) -> Problem {
        Problem(status: .internalServerError, detail: "there is no operation \(id)")
    }

    private func prepared(
        _ operation: Operation, _ path: [String: String], _ query: [(name: String, value: String)] = [],
        _ body: JSONValue? = nil, _ rows: [PushRow]? = nil
    ) throws(Problem) -> APICall {
        if operation.role == .admin { try requireAdmin() }
        if let body, let problem = operation.body?.problem(with: body, at: "") {
            throw .badRequest(problem)
        }
        let call = APICall(
            caller: self, operation: operation.id, subject: PathPattern(operation.path).filled(with: path),
            path: path, query: try operation.checked(query), body: body, rows: rows)
        if operation.isWhole { try call.requireWhole() }
        return call
    }
}
