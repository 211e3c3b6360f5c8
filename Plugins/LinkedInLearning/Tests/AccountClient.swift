import ConnectorKit
import Foundation
import LinkedInLearningSimulator
import NIOCore
import SimulatorSupport

@testable import LinkedInLearning

/// The way from the provider to an account in the same process, with a token of its own.
struct AccountClient: HTTPClient {
    let account: LearningAccount

    init(_ account: LearningAccount) { self.account = account }

    init(items: Int, _ change: (inout LearningAccount.Options) -> Void = { _ in }) {
        var options = LearningAccount.Options()
        options.items = items
        change(&options)
        account = LearningAccount(options)
    }

    func send(_ request: HTTPRequest) async throws(Failure) -> HTTPResponse {
        let parts = request.url.split(separator: "?", maxSplits: 1)
        let path = "/" + parts[0].split(separator: "/").dropFirst(2).joined(separator: "/")
        var headers = Dictionary(
            request.headers.map { ($0.name.lowercased(), $0.value) }, uniquingKeysWith: { $1 })
        if request.authorized { headers["authorization"] = "Bearer \(account.issueToken())" }
        let wanted = SimulatedRequest(
            request.method.rawValue, path, query: parts.count > 1 ? String(parts[1]) : "", headers: headers,
            body: request.body ?? [])
        let answer = await account.answer(wanted)
        return HTTPResponse(status: answer.status, body: Array(buffer: answer.body))
    }

    /// - Parameter settings: On top of those that reach the account.
    func connection(_ settings: [String: String] = [:]) -> Connection {
        Connection(settings: Self.settings(settings), client: self)
    }

    static func settings(_ settings: [String: String] = [:]) -> Settings {
        Settings(
            texts: [
                "client_id": "linkedin-sandbox", "auth_url": "https://www.linkedin.example",
                "api_url": "https://api.linkedin.example",
            ].merging(settings) { $1 },
            secrets: ["client_secret": Secret("linkedin-sandbox-secret+42")])
    }

    /// Requests a target as it is, with a valid token.
    func get(_ target: String) async throws -> Answered {
        let answer = try await send(HTTPRequest(.get, "https://api.linkedin.example" + target))
        return Answered(
            status: answer.status, json: JSONValue(json: String(decoding: answer.body, as: UTF8.self)))
    }
}

/// An answer of the account.
struct Answered {
    let status: Int
    let json: JSONValue?

    var elements: [JSONValue] { json?["elements"]?.list ?? [] }
    var firstTitle: JSONValue? { elements.first?["title"]?["value"] }
}

/// The provider without its registration.
let linkedIn = LinkedInLearningProvider()
