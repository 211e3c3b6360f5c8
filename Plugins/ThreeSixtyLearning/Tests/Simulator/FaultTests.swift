import ConnectorKit
import Foundation
import ThreeSixtyLearningSimulator
import SimulatorSupport
import Synchronization
import Testing

@Suite struct FaultTests {
    private static func platform(_ fault: String) throws -> LMSPlatform {
        var options = LMSPlatform.Options()
        options.faults = [try FaultRule(fault)]
        return LMSPlatform(options)
    }

    @Test(
        "an error on demand is answered as the platform, or the gateway before it, would",
        arguments: [
            ("429", "users", 429, #"{"error":"tooManyRequests"}"#),
            (
                "500", "users", 500,
                "<!DOCTYPE html>\n<html><body><h1>We will be right back</h1></body></html>"
            ),
            (
                "html", "users", 200,
                "<!DOCTYPE html>\n<html><body><h1>We will be right back</h1></body></html>"
            ),
            (
                "503", "bulk/integrations/x/courses", 503,
                #"{"error":{"code":"bulkAPIDisabled","message":"The bulk API is disabled for now"}}"#
            ),
        ])
    func answered(_ fault: String, _ path: String, _ status: Int, _ text: String) async throws {
        try await PlatformSite.with(try Self.platform("\(fault)@next1")) { site async throws in
            let answer = try await site.ask(path == "users" ? .get : .put, path)
            #expect(answer == Answered(status: status, text: text))
            #expect(try await site.ask(.get, "users").status == 200)
        }
    }

    @Test("a revoked token is refused, and a new one works")
    func unauthorized() async throws {
        try await PlatformSite.with(try Self.platform("401@next1")) { site async throws in
            let old: [String: String?] = ["Authorization": "Bearer \(site.platform.issueToken())"]
            #expect(try await site.ask(.get, "users", headers: old) == .flat(401, "invalid_token"))
            #expect(try await site.ask(.get, "users", headers: old) == .flat(401, "invalid_token"))
            #expect(try await site.ask(.get, "users").status == 200)
        }
    }

    @Test(
        "a broken connection comes before or after the work, as asked for",
        arguments: [("reset", 0), ("lost", 1), ("cut", 1)])
    func broken(_ fault: String, _ created: Int) async throws {
        try await PlatformSite.with(try Self.platform("\(fault)@next1")) { site async throws in
            await #expect(throws: Failure.self) {
                try await site.ask(.post, "tags", "{\"isMain\":false,\"name\":\"Sales\"}")
            }
            #expect(site.platform.tags.count == created)
            #expect(site.platform.requests.map(\.status) == [fault == "cut" ? 201 : nil])
        }
    }

    @Test("an operation that ends in error did half of its items and says where it stopped")
    func failedOperation() async throws {
        try await PlatformSite.with(try Self.platform("failed-operation@next1")) { site async throws in
            let integration = try await site.integration()
            let items = (1...6).map { PlatformSite.course("\($0)") }
            let results = try await site.bulk(.put, integration, "courses", items)
            #expect(results.values("status") == ["success", "success", "success"])
            let operation = try await site.ask(.get, "bulk/operations")
            #expect(operation.values("status") == ["error"])
            #expect(operation.values("errorMessage") == ["The operation stopped at item 3"])
            #expect(site.platform.courses(of: integration).count == 3)
            #expect(
                try await site.bulk(.put, integration, "courses", items).values("status")
                    == Array(repeating: "success", count: 6))
        }
    }

    @Test("an operation refuses every other item on demand")
    func refusedItems() async throws {
        try await PlatformSite.with(try Self.platform("refused-items@next1")) { site async throws in
            let integration = try await site.integration()
            let items = (1...4).map { PlatformSite.course("\($0)") }
            let results = try await site.bulk(.put, integration, "courses", items)
            #expect(results.values("errorMessage") == ["a fault on demand", "", "a fault on demand", ""])
            #expect(site.platform.courses(of: integration).map(\.externalID) == ["2", "4"])
        }
    }

    @Test("a slow answer is held back as long as the platform is told")
    func slow() async throws {
        let pauses = Mutex<[Duration]>([])
        var options = LMSPlatform.Options()
        options.faults = [.init(.slow, .next(1))]
        options.slowness = .seconds(9)
        let platform = LMSPlatform(options, pause: { duration in pauses.withLock { $0.append(duration) } })
        try await PlatformSite.with(platform) { site async throws in
            #expect(try await site.ask(.get, "users").status == 200)
        }
        #expect(pauses.withLock { $0 } == [.seconds(9)])
    }
}
