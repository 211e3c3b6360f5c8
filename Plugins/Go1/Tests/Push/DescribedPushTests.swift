import SimulatorSupport
import SimulatorSupport
import ConnectorKit
import Foundation
import Go1Simulator
import Synchronization
import Testing
import Transport

@testable import Go1

/// Writes to the gateway and responses of the simulated portal, compared with the published description.
@Suite(
    "The published description, for writes",
    .enabled(
        if: publishedFile("go1-openapi-2025-01-01.yml") != nil,
        "TRIBUTARY_DESCRIPTIONS names no folder with it (docs/rules.md, The documents)"))
struct DescribedPushTests {
    private static let checker = Result {
        let file = try #require(publishedFile("go1-openapi-2025-01-01.yml"))
        return try SchemaChecker(String(contentsOf: file, encoding: .utf8))
    }

    @Test("requests and responses of a content push match the description")
    func content() async throws {
        try await Self.described({ $0.isPartner = true }) { site, client async throws in
            func push(_ content: PushedContent) async throws {
                let connection = site.connection(["target": "library"], over: client)
                _ = try #require(try await go1.apply(nil, to: content, of: connection))
            }
            try await push(.sample { $0.topics = ["64", "IT Software"] })
            try await push(.sample { $0.published = true })
            try await push(.sample { $0.title = "Another" })
            try await push(.sample { $0.removed = true })
            return ["POST /learning-objects", "POST /learning-objects/{id}/set"]
        }
    }

    @Test("requests and responses of a completion match the description")
    func completions() async throws {
        try await Self.described { site, client async throws in
            _ = try await site.push(.sample())
            let account = try #require(site.portal.accounts.first { $0.email == "learner2@example.com" })
            _ = site.portal.enrol(account.id, in: try #require(site.item()).id)
            for learner in 1...2 {
                let completion = PushedCompletion(
                    contentReference: "safe-1", email: "learner\(learner)@example.com",
                    completedAt: Date(timeIntervalSince1970: 1_772_361_000),
                    startedAt: Date(timeIntervalSince1970: 1_772_357_400), passed: true, score: 88)
                let result = try await go1.apply(nil, to: completion, of: site.connection(over: client))
                #expect(result == PushResult(.completed))
            }
            return ["PATCH /enrollments/{id}", "POST /enrollments"]
        }
    }

    @Test("the response to a second enrolment matches the description")
    func conflict() async throws {
        try await PushSite.with { site async throws in
            _ = try await site.push(.sample())
            let account = try #require(site.portal.accounts.first)
            let id = try #require(site.item()).id
            _ = site.portal.enrol(account.id, in: id)
            let answer = try await site.site.get(
                "/enrollments", headers: ["Content-Type": "application/json"], method: .post,
                body: """
                    {"enrollment_type":"self-directed","user_account_id":"\(account.id)","lo_id":"\(id)",\
                    "status":"not-started"}
                    """)
            #expect(answer.status == 409)
            let schema = try Self.checker.get().schema("/enrollments", "post", 409)
            #expect(Self.problems(Array(answer.text.utf8), schema) == [])
        }
    }

    /// Runs a body that pushes, and checks every write that it made.
    ///
    /// - Parameter body: Returns the operations that it uses, sorted by name.
    private static func described(
        _ change: (inout Go1Portal.Options) -> Void = { _ in },
        _ body: @escaping @Sendable (PushSite, RecordingClient) async throws -> [String]
    ) async throws {
        try await PushSite.with(change) { site async throws in
            let client = RecordingClient(site.client)
            let wanted = try await body(site, client)
            let writes = client.exchanges.filter { $0.request.method != .get }
            #expect(Set(writes.map { "\($0.request.method.rawValue) \($0.path)" }).sorted() == wanted)
            let checker = try checker.get()
            for write in writes {
                let method = write.request.method.rawValue.lowercased()
                let sent = try checker.requestSchema(write.path, method)
                #expect(problems(write.request.body ?? [], sent) == [], "\(write.path)")
                guard !write.answer.body.isEmpty else { continue }
                let answered = try checker.schema(write.path, method, write.answer.status)
                #expect(problems(write.answer.body, answered) == [], "\(write.path)")
            }
        }
    }

    private static func problems(_ body: [UInt8], _ schema: JSONValue) -> [String] {
        guard let checker = try? checker.get(),
            let value = JSONValue(json: String(decoding: body, as: UTF8.self))
        else { return ["no JSON"] }
        return checker.problems(value, schema)
    }
}

/// A client that records requests and responses.
private final class RecordingClient: HTTPClient {
    struct Exchange: Sendable {
        let request: HTTPRequest
        let answer: HTTPResponse

        /// The operation, named as in the description.
        var path: String {
            let parts = (URLComponents(string: request.url)?.path ?? "").split(separator: "/").map(
                String.init)
            let named = parts.enumerated().map { $0 == 1 ? "{id}" : $1 }
            return "/" + named.joined(separator: "/")
        }
    }

    private let client: any HTTPClient
    private let kept = Mutex<[Exchange]>([])

    init(_ client: any HTTPClient) { self.client = client }

    var exchanges: [Exchange] { kept.withLock { $0 } }

    func send(_ request: HTTPRequest) async throws(Failure) -> HTTPResponse {
        let answer = try await client.send(request)
        kept.withLock { $0.append(Exchange(request: request, answer: answer)) }
        return answer
    }
}
