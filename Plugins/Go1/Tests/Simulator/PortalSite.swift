import ConnectorKit
import Foundation
import Go1Simulator
import Synchronization
import Transport
import TestSupport

/// A portal that is being served, and a client for it.
struct PortalSite: Sendable {
    let portal: Go1Portal
    let url: String
    /// What a provider needs to reach it, by the names of its settings.
    let settings: [String: String]
    private let client = CurlClient(limits: .init(idle: .seconds(120), whole: .seconds(300)))

    init(portal: Go1Portal, site: SimulatorSite) {
        self.portal = portal
        url = site.url
        settings = Dictionary(uniqueKeysWithValues: site.settings.map { ($0.name, $0.value) })
    }

    /// Serves a portal on a free port while the body runs.
    static func with<Value: Sendable>(
        _ portal: Go1Portal, _ body: @escaping @Sendable (PortalSite) async throws -> Value
    ) async throws -> Value {
        try await served(by: { try await portal.serve(ready: $0) }) { site in
            try await body(PortalSite(portal: portal, site: site))
        }
    }

    /// Serves a portal of this many items, none of them awkward.
    static func with<Value: Sendable>(
        items: Int, _ body: @escaping @Sendable (PortalSite) async throws -> Value
    ) async throws -> Value {
        var options = Go1Portal.Options()
        options.items = items
        options.awkward = false
        return try await with(Go1Portal(options), body)
    }

    /// Asks for a path with its query, with a valid token and the version's header unless told otherwise.
    func get(
        _ target: String, headers: [String: String?] = [:], method: HTTPRequest.Method = .get,
        body: String? = nil
    ) async throws -> Answered {
        var fields: [String: String?] = [
            "Authorization": "Bearer \(portal.issueToken())", "Api-Version": "2025-01-01",
        ]
        fields.merge(headers) { $1 }
        let request = HTTPRequest(
            method, url + target,
            headers: fields.compactMap { name, value in value.map { HTTPHeader(name, $0) } },
            body: body.map { Array($0.utf8) })
        let response = try await client.send(request)
        return Answered(
            status: response.status, text: String(decoding: response.body, as: UTF8.self),
            headers: response.headers)
    }
}

/// An answer of the portal.
struct Answered: Sendable {
    let status: Int
    let text: String
    let headers: [HTTPHeader]

    var json: JSONValue? { JSONValue(json: text) }

    func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}
