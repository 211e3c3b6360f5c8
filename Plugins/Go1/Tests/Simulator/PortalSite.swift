import SimulatorSupport
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
    /// The values of the settings that a provider needs to reach it.
    let settings: [String: String]
    private let client = CurlClient(limits: .init(idle: .seconds(120), whole: .seconds(300)))

    init(portal: Go1Portal, site: RunningSimulator) {
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

    /// Serves a portal with this number of items and no awkward ones.
    static func with<Value: Sendable>(
        items: Int, _ body: @escaping @Sendable (PortalSite) async throws -> Value
    ) async throws -> Value {
        var options = Go1Portal.Options()
        options.items = items
        options.awkward = false
        return try await with(Go1Portal(options), body)
    }

    /// Requests a path with its query, by default with a valid token and the version's header.
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

/// A response of the portal.
struct Answered: Sendable {
    let status: Int
    let text: String
    let headers: [HTTPHeader]

    var json: JSONValue? { JSONValue(json: text) }

    func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}
