import ConnectorKit
import Foundation
import ThreeSixtyLearningSimulator
import Synchronization
import Testing
import Transport
import TestSupport

/// A platform that is being served, and a client for it.
struct PlatformSite: Sendable {
    let platform: LMSPlatform
    let url: String
    private let client = CurlClient(limits: .init(idle: .seconds(120), whole: .seconds(300)))

    /// Serves a platform on a free port while the body runs.
    static func with<Value: Sendable>(
        _ platform: LMSPlatform, _ body: @escaping @Sendable (PlatformSite) async throws -> Value
    ) async throws -> Value {
        try await served(by: { try await platform.serve(ready: $0) }) { site in
            try await body(PlatformSite(platform: platform, url: site.url))
        }
    }

    /// Asks for a path below `/api/v2/`, with a valid token, the version and a JSON type unless told otherwise.
    func ask(
        _ method: HTTPRequest.Method, _ path: String, _ body: String? = nil,
        headers: [String: String?] = [:]
    ) async throws -> Answered {
        var fields: [String: String?] = [
            "Authorization": "Bearer \(platform.issueToken())", "360-api-version": "v2.0",
            "Content-Type": body == nil ? nil : "application/json",
        ]
        fields.merge(headers) { $1 }
        let address = path.hasPrefix("http") ? path : "\(url)/api/v2/\(path)"
        let response = try await client.send(
            HTTPRequest(
                method, address,
                headers: fields.compactMap { name, value in value.map { HTTPHeader(name, $0) } },
                body: body.map { Array($0.utf8) }))
        return Answered(
            status: response.status, text: String(decoding: response.body, as: UTF8.self),
            link: response.header("Link"), location: response.header("Location"))
    }

    /// An integration of this name in the sales group.
    func integration(_ name: String = "Content by Tributary") async throws -> String {
        let answer = try await ask(.post, "integrations", Self.integrationBody(name))
        #expect(answer.status == 201)
        return try #require(platform.integrations.last?.id)
    }

    static func integrationBody(_ name: String) -> String {
        """
        {"externalPlatform":"\(name)","groupId":"\(Group.sales.id)","authorId":"\(User.admin.id)"}
        """
    }

    static func course(_ id: String, _ more: String = "") -> String {
        """
        {"externalId":"\(id)","name":"Course \(id)","launchUrl":"https://play.example/\(id)",\
        "defaultLang":"en","sources":[],"subjects":[]\(more)}
        """
    }

    static func input(_ items: [String]) -> String { "{\"input\":[\(items.joined(separator: ","))]}" }
}

/// An answer of the platform.
struct Answered: Sendable, Equatable {
    let status: Int
    let text: String
    var link: String?
    var location: String?

    static func flat(_ status: Int, _ code: String) -> Answered {
        Answered(status: status, text: "{\"error\":\"\(code)\"}")
    }

    static func nested(_ status: Int, _ code: String, _ message: String) -> Answered {
        let shown = message.replacing("\"", with: "\\\"")
        return Answered(
            status: status, text: "{\"error\":{\"code\":\"\(code)\",\"message\":\"\(shown)\"}}")
    }

    /// The id at the end of its `Location`.
    var operation: String { location?.split(separator: "/").last.map(String.init) ?? "" }

    /// The address of the next page.
    var next: String? {
        link.flatMap { $0.wholeMatch(of: /<(.+)>; rel="next"/) }.map { String($0.1) }
    }

    var list: [[String: any Sendable]] {
        let value = try? JSONSerialization.jsonObject(with: Data(text.utf8))
        return ((value as? [[String: Any]]) ?? []).map { $0.mapValues { "\($0)" } }
    }

    func values(_ name: String) -> [String] { list.map { $0[name] as? String ?? "" } }
}
