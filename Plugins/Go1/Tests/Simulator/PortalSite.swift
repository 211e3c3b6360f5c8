import ConnectorKit
import Foundation
import Go1Simulator
import Synchronization
import Transport

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
        let (sites, ready) = AsyncStream<SimulatorSite>.makeStream()
        return try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask {
                try await portal.serve { site in ready.yield(site) }
                return nil
            }
            group.addTask {
                for await site in sites { return try await body(PortalSite(portal: portal, site: site)) }
                return nil
            }
            defer { group.cancelAll() }
            while let value = try await group.next() {
                if let value { return value }
            }
            throw CancellationError()
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

    var json: AnsweredJSON? { AnsweredJSON(text) }

    func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}

/// A clock that stands still until it is told.
final class StandingClock: Sendable {
    private let time = Mutex(Date(timeIntervalSince1970: 1_800_000_000))

    var now: @Sendable () -> Date { { self.time.withLock { $0 } } }

    func advance(by seconds: TimeInterval) { time.withLock { $0 += seconds } }
}
