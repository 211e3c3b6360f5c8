import ConnectorKit
import Foundation
import Go1Simulator
import Synchronization
import Transport

@testable import Go1

/// A portal, a connection to it, and the requests made on it.
struct PushSite: Sendable {
    let site: PortalSite
    let client: PortalClient

    var portal: Go1Portal { site.portal }

    /// The writes so far, as `METHOD path`.
    var writes: [String] {
        portal.requests.filter { $0.method != "GET" }.map { "\($0.method) \($0.path)" }
    }

    /// - Parameter other: A client to use instead of the site's own.
    func connection(_ more: [String: String] = [:], over other: (any HTTPClient)? = nil) -> Connection {
        var texts = site.settings.merging(more) { $1 }
        texts["secret"] = nil
        return Connection(
            settings: Settings(texts: texts, secrets: ["secret": Secret("s")]), client: other ?? client)
    }

    static func with<Value: Sendable>(
        _ change: (inout Go1Portal.Options) -> Void = { _ in },
        _ body: @escaping @Sendable (PushSite) async throws -> Value
    ) async throws -> Value {
        var options = Go1Portal.Options()
        options.items = 40
        options.awkward = false
        options.enrolments = 0
        change(&options)
        return try await PortalSite.with(Go1Portal(options)) { site in
            try await body(PushSite(site: site, client: PortalClient(site.portal)))
        }
    }

    /// The outcome and its notes.
    func push(_ content: PushedContent, _ more: [String: String] = [:]) async throws -> PushResult {
        let result = try await go1.apply(nil, to: content, of: connection(more))
        return result.map { PushResult($0.outcome, notes: $0.notes) }
            ?? PushResult(.refused, notes: ["no result"])
    }

    func push(_ completion: PushedCompletion) async throws -> PushResult {
        try await go1.apply(nil, to: completion, of: connection())
            ?? PushResult(.refused, notes: ["no result"])
    }

    /// Returns the item with an external reference.
    func item(_ reference: String = "safe-1") -> PortalItem? { portal.item(externalID: reference) }
}

/// Sends requests with a token of the portal. It can simulate an interruption.
final class PortalClient: HTTPClient {
    private let portal: Go1Portal
    private let client = CurlClient()
    /// The number of requests until the interruption. The response to the last one is lost.
    private let rest = Mutex<Int?>(nil)

    init(_ portal: Go1Portal) { self.portal = portal }

    func breakOff(after requests: Int?) { rest.withLock { $0 = requests } }

    func send(_ request: HTTPRequest) async throws(Failure) -> HTTPResponse {
        let left = rest.withLock { rest -> Int? in
            defer { rest = rest.map { $0 - 1 } }
            return rest
        }
        if let left, left < 0 { throw .transient("not sent") }
        var request = request
        request.headers.append(HTTPHeader("Authorization", "Bearer \(portal.issueToken())"))
        let response = try await client.send(request)
        if left == 0 { throw .transient("the answer was lost") }
        return response
    }
}

extension PushedContent {
    /// Content with every field.
    static func sample(
        _ reference: String = "safe-1", _ change: (inout PushedContent) -> Void = { _ in }
    ) -> PushedContent {
        var content = PushedContent(
            externalReference: reference, title: "Safety first", description: "<p>Stay calm.</p>",
            launchURL: "https://lms.example.com/c/1?a=b&c=d", image: "https://lms.example.com/i/1.png",
            language: "en-US", duration: 30, topics: ["64"])
        change(&content)
        return content
    }
}
