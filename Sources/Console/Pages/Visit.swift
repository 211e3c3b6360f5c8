import ConfigurationFiles
import Foundation
import HTTPTypes
import Host
import Model

/// A request for a page, by somebody who is signed in.
struct Visit: Sendable {
    /// The host as it is configured now.
    let host: HostRuntime
    let live: LiveHost
    let token: APIToken
    let session: Session
    /// What stands in the place of the braces of the path.
    let path: [String: String]
    let query: FormFields
    /// What was sent with a form; empty for a page that is asked for.
    let form: FormFields
    let now: Date

    /// A part of the path; the router has seen to it that it is there.
    subscript(_ name: String) -> String { path[name] ?? "" }

    /// Whether the visitor may change anything; forms are shown to nobody else.
    var mayChange: Bool { token.role == .admin }

    /// Whether the visitor may change what concerns all groups.
    var mayChangeAll: Bool { mayChange && token.groups.isEmpty }

    /// Does what the API does, by the same rules and with the same trail: a page has no rules of its own.
    ///
    /// - Parameters:
    ///   - id: the operation's id.
    ///   - path: the parts of its path, beside those of the visit's own.
    /// - Throws: ``Problem`` with the API's words.
    func ask(
        _ id: String, path: [String: String] = [:], query: [(name: String, value: String)] = [],
        body: JSONBody? = nil
    ) async throws -> RecordValue {
        guard let operation = Operation.byID[id] else {
            throw Problem(status: .internalServerError, detail: "there is no operation \(id)")
        }
        let (call, subject) = try prepared(operation, path, query, body)
        return try await operation.perform(call, at: subject)
    }

    /// What happens, as it happens; by the API's rules as well.
    func follow(_ id: String) async throws -> APIStream {
        guard let operation = Operation.byID[id], let streams = operation.streams else {
            throw Problem(status: .internalServerError, detail: "there is no operation \(id)")
        }
        return try await streams.open(try prepared(operation, [:], [], nil).call)
    }

    private func prepared(
        _ operation: Operation, _ path: [String: String], _ query: [(name: String, value: String)],
        _ body: JSONBody?
    ) throws(Problem) -> (call: APICall, subject: String) {
        try operation.requireRole(of: token)
        if let body, let problem = operation.body?.problem(with: body, at: "") {
            throw .badRequest(problem)
        }
        let parts = self.path.merging(path) { $1 }
        let call = APICall(
            host: host, live: live, token: token, path: parts, query: try operation.checked(query),
            body: body)
        if operation.isWhole { try call.requireWhole() }
        let subject = PathPattern(operation.path).parameters.reduce(operation.path) { path, name in
            path.replacing("{\(name)}", with: Address.part(parts[name] ?? ""))
        }
        return (call, subject)
    }

    /// The items of a list, whole or its first so many.
    func list(
        _ id: String, path: [String: String] = [:], query: [(name: String, value: String)] = []
    ) async throws -> [RecordValue] {
        try await ask(id, path: path, query: query + [("limit", "500")])["items"].elements
    }

    /// The groups the visitor may see.
    var groups: [GroupConfiguration] { host.configuration.groups.filter { token.covers(group: $0.id) } }

    /// A group's name for people; its id where no file has it.
    func name(ofGroup id: String) -> String { host.configuration.group(id)?.name ?? id }
}

extension Operation {
    static let byID: [String: Operation] = Dictionary(all.map { ($0.id, $0) }) { first, _ in first }
}
