package import Model
import HTTPTypes
package import Host

/// Calls operations within the process, by the rules of the API and with its audit trail.
package struct OperationCaller: Sendable {
    /// The host as it is configured now.
    package let host: HostRuntime
    package let live: LiveHost
    /// Decides what the caller may see and do.
    package let token: APIToken

    package init(_ live: LiveHost, token: APIToken) {
        host = live.current
        self.live = live
        self.token = token
    }

    /// - Parameters:
    ///   - id: the operation's id.
    ///   - path: the parts of its path.
    /// - Throws: ``Problem`` with the API's words.
    package func call(
        _ id: String, path: [String: String], query: [(name: String, value: String)] = [],
        body: JSONBody? = nil
    ) async throws -> RecordValue {
        let operation = try operation(id)
        let call = try prepared(operation, path, query, body)
        return try await operation.perform(call, at: PathPattern(operation.path).filled(with: path))
    }

    /// Opens an answer that is written as it comes.
    package func stream(_ id: String, path: [String: String]) async throws -> APIStream {
        let operation = try operation(id)
        guard let streams = operation.streams else { throw Self.noOperation(id) }
        return try await streams.open(try prepared(operation, path, [], nil))
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
        _ operation: Operation, _ path: [String: String], _ query: [(name: String, value: String)],
        _ body: JSONBody?
    ) throws(Problem) -> APICall {
        try operation.requireRole(of: token)
        if let body, let problem = operation.body?.problem(with: body, at: "") {
            throw .badRequest(problem)
        }
        let call = APICall(
            host: host, live: live, token: token, path: path, query: try operation.checked(query), body: body)
        if operation.isWhole { try call.requireWhole() }
        return call
    }
}
