import SimulatorSupport
import ConnectorKit
import Foundation
import Go1Simulator
import Testing
import TestSupport

@testable import Go1

@Suite("Pushes that are refused") struct RefusedPushTests {
    static let contents: [(@Sendable (inout PushedContent) -> Void, String)] = [
        ({ $0.externalReference = "" }, "external_reference is missing"),
        ({ $0.title = " " }, "title is missing"),
        ({ $0.description = "" }, "description is missing"),
        ({ $0.launchURL = "" }, "launch_url is missing"),
        ({ $0.image = "" }, "image is missing"),
        (
            { $0.launchURL = "lms.example.com" },
            "launch_url is \"lms.example.com\"; an http(s) address was expected"
        ),
        ({ $0.type = "quiz" }, "type is \"quiz\"; one of link, video, audio, document was expected"),
        ({ $0.duration = 0 }, "duration is 0; a whole number of minutes above 0 was expected"),
        (
            { $0.language = "english" },
            "language is \"english\"; two letters were expected, or these and a country, such as en or en-US"
        ),
    ]

    @Test("required fields are checked before any request", arguments: contents.indices)
    func mistakes(_ index: Int) async throws {
        let (change, reason) = Self.contents[index]
        let client = ScriptedClient()
        let result = try await go1.apply(nil, to: .sample("safe-1", change), of: connection(client))
        #expect(result == PushResult(.refused, notes: [reason]))
        #expect(client.requests.isEmpty)
    }

    @Test("retired content is refused with what can be done")
    func retired() async throws {
        try await PushSite.with { site async throws in
            _ = try await site.push(.sample())
            let id = try #require(site.item()).id
            site.portal.update(id) { $0.state = .retired }
            #expect(
                try await site.push(.sample())
                    == PushResult(
                        .refused,
                        notes: [
                            "learning object \(id) is retired at Go1 and cannot be changed; push it under a new "
                                + "external_reference, or ask Go1 to bring it back"
                        ]))
        }
    }

    @Test("content of another portal is refused with the reason")
    func foreign() async throws {
        try await PushSite.with { site async throws in
            let item = try #require(site.portal.item(at: 3))
            let failure = await #expect(throws: Failure.self) {
                try await site.push(.sample(item.traits.externalID))
            }
            #expect(
                failure
                    == .item(
                        "Go1 does not let us change learning object \(item.id): POST \(site.site.url)"
                            + "/learning-objects/\(item.contentID)/set: HTTP 403, \"Insufficient roles for this "
                            + "resource: the learning object belongs to another portal\"; only the portal that "
                            + "made it may, by an integration with the scope lo.write"))
        }
    }

    @Test("an unknown learner and unknown content are refused by name")
    func unknown() async throws {
        @Sendable func completion(_ reference: String, _ email: String) -> PushedCompletion {
            PushedCompletion(
                contentReference: reference, email: email,
                completedAt: Date(timeIntervalSince1970: 1_772_361_000))
        }
        try await PushSite.with { site async throws in
            _ = try await site.push(.sample())
            #expect(
                try await site.push(completion("safe-1", "nobody@example.com"))
                    == PushResult(
                        .refused, notes: ["Go1 has no learner with the e-mail nobody@example.com"]))
            #expect(
                try await site.push(completion("nope", "learner1@example.com"))
                    == PushResult(
                        .refused,
                        notes: ["Go1 has no content of the external reference \"nope\"; push it first"]))
            #expect(site.portal.enrolments.isEmpty)
        }
    }
}
