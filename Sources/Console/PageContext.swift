import Model
import ConfigurationFiles
import Foundation
import HTTPAPI
import Host

/// A request for a page, by somebody who is signed in.
struct PageContext: Sendable {
    let caller: OperationCaller
    let session: Session
    /// What stands in the place of the braces of the path.
    let path: [String: String]
    let query: FormFields
    /// What was sent with a form; empty for a page that is asked for.
    let form: FormFields
    let now: Date

    /// The host as it is configured now.
    var host: HostRuntime { caller.host }
    var token: APIToken { caller.token }

    /// A part of the path; the router has seen to it that it is there.
    subscript(_ name: String) -> String { path[name] ?? "" }

    /// Whether the visitor may change anything; forms are shown to nobody else.
    var mayChange: Bool { token.role == .admin }

    /// Whether the visitor may change what concerns all groups.
    var mayChangeAll: Bool { mayChange && token.groups.isEmpty }

    /// Calls an operation of the API.
    ///
    /// - Parameters:
    ///   - id: the operation's id.
    ///   - path: the parts of its path that the path of the page does not have.
    /// - Throws: ``Problem`` with the API's words.
    func call(
        _ id: String, path: [String: String] = [:], query: [(name: String, value: String)] = [],
        body: JSONBody? = nil
    ) async throws -> RecordValue {
        try await caller.call(id, path: self.path.merging(path) { $1 }, query: query, body: body)
    }

    /// Opens an answer of the API that is written as it comes.
    func stream(_ id: String) async throws -> APIStream { try await caller.stream(id, path: path) }

    /// The items of a list, whole or its first so many.
    func list(
        _ id: String, path: [String: String] = [:], query: [(name: String, value: String)] = []
    ) async throws -> [RecordValue] {
        try await call(id, path: path, query: query + [("limit", "500")])["items"].elements
    }

    /// The groups the visitor may see.
    var groups: [GroupConfiguration] { host.configuration.groups.filter { token.covers(group: $0.id) } }

    /// A group's name for people; its id where no file has it.
    func name(ofGroup id: String) -> String { host.configuration.group(id)?.name ?? id }
}
