import ConfigurationFiles
import ConnectorKit
import Foundation
import HTTPAPI
import Host
import Model
import Runtime

/// A request for a page, by a visitor who is signed in.
struct PageContext: Sendable {
    let caller: Caller
    /// How the visitor reads the page, with the words of the language.
    let words: Reader
    /// The address that was asked for.
    let address: String
    let session: Session
    /// The values for the names in braces of the page's path.
    let path: [String: String]
    let query: FormFields
    /// The fields of the form; empty if none was sent.
    let form: FormFields
    let now: Date
    /// What visitors entered on pages whose last one writes it.
    let drafts: Drafts

    /// The host as it is configured now.
    var host: HostRuntime { caller.host }
    var token: APIToken { caller.token }

    /// A part of the path.
    subscript(_ name: String) -> String { path[name] ?? "" }

    /// Whether the visitor may change anything; only then forms are shown.
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
        body: JSONValue? = nil, rows: [PushRow]? = nil
    ) async throws -> JSONValue {
        try await caller.call(
            id, path: self.path.merging(path) { $1 }, query: query, body: body, rows: rows)
    }

    /// Opens the streamed answer of an operation.
    func stream(_ id: String) async throws -> APIStream { try await caller.stream(id, path: path) }

    /// The items of a list, at most 500.
    func list(
        _ id: String, path: [String: String] = [:], query: [(name: String, value: String)] = []
    ) async throws -> [JSONValue] {
        try await call(id, path: path, query: query + [("limit", "500")])["items"].elements
    }

    /// The groups that the visitor may see.
    var groups: [GroupConfiguration] { caller.groups }

    /// The name of a group; its id if it is not configured.
    func name(ofGroup id: String) -> String { host.configuration.group(id)?.name ?? id }
}
