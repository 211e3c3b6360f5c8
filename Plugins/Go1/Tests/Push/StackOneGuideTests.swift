import SimulatorSupport
import ConnectorKit
import ConnectorTesting
import Foundation
import Go1Simulator
import Testing

@testable import Go1

/// The statements of the StackOne guide (docs/rules.md, rules P3 to P7 and P13), one test each.
@Suite("StackOne guide") struct StackOneGuideTests {
    @Test(
        "Content is pushed to a specific customer's instance, which does not require a partnership agreement")
    func portal() async throws {
        try await PushSite.with { site async throws in
            #expect(try await site.push(.sample()) == PushResult(.created))
            let item = try #require(site.item())
            #expect(item.type == "link")
            #expect(item.title == "Safety first")
            #expect(item.description == "<p>Stay calm.</p>")
            #expect(item.image == "https://lms.example.com/i/1.png")
            #expect(item.launch?.url == "https://lms.example.com/c/1?a=b&c=d")
            #expect(item.launch?.openMode == "window")
            #expect(item.language == "en-US")
            #expect(item.duration == 30)
            #expect(item.topics == [.init(64, "Technology Skills")])
            #expect(item.traits.premium == nil)
            let set = "POST /learning-objects/\(item.contentID)/set"
            #expect(site.writes == ["POST /learning-objects", set, set, set])
        }
    }

    @Test("A distribution network, the Go1 Library, makes content available to all customers")
    func library() async throws {
        try await PushSite.with({ $0.isPartner = true }) { site async throws in
            #expect(try await site.push(.sample(), ["target": "library"]) == PushResult(.created))
            #expect(site.item()?.traits.premium == "pending")
            #expect(try await site.push(.sample(), ["target": "library"]) == PushResult(.unchanged))
        }
    }

    @Test("The distribution network requires a partnership agreement")
    func noPartnership() async throws {
        try await PushSite.with { site async throws in
            let failure = await #expect(throws: Failure.self) {
                try await site.push(.sample(), ["target": "library"])
            }
            let item = try #require(site.item())
            #expect(
                failure
                    == .item(
                        "created as learning object \(item.id), unfinished: Go1 refuses it for its "
                            + "network: that needs a partnership with Go1; with target: portal it goes to this "
                            + "portal alone (POST \(site.site.url)/learning-objects/\(item.contentID)/set: "
                            + "HTTP 403, \"Insufficient roles for this resource: the portal is no content partner\")"
                    ))
        }
    }

    @Test(
        "Initial content push results in an unpublished state, requiring GO1 administrator publishing",
        arguments: [nil, true, false])
    func unpublished(published: Bool?) async throws {
        try await PushSite.with { site async throws in
            let result = try await site.push(.sample { $0.published = published })
            let note = "new content begins unpublished: an administrator of Go1 has to publish it"
            #expect(result == PushResult(.created, notes: published == true ? [note] : []))
            #expect(site.item()?.state == .draft)
        }
    }

    @Test("Content that an administrator published stays published after an update")
    func staysPublished() async throws {
        try await PushSite.with { site async throws in
            _ = try await site.push(.sample())
            site.portal.publish(try #require(site.item()).id)
            #expect(try await site.push(.sample { $0.title = "Another" }) == PushResult(.updated))
            #expect(site.item()?.state == .published)
            #expect(site.item()?.title == "Another")
        }
    }

    @Test("Existing content is published and unpublished as the column says")
    func publishedByColumn() async throws {
        try await PushSite.with { site async throws in
            _ = try await site.push(.sample())
            #expect(try await site.push(.sample { $0.published = true }) == PushResult(.updated))
            #expect(site.item()?.state == .published)
            #expect(try await site.push(.sample { $0.published = false }) == PushResult(.updated))
            #expect(site.item()?.state == .draft)
        }
    }

    @Test(
        "Communicate content removal to GO1; soft delete (upsert with unpublished status) hides content")
    func removal() async throws {
        try await PushSite.with { site async throws in
            _ = try await site.push(.sample())
            let id = try #require(site.item()).id
            site.portal.publish(id)
            let removed = PushedContent.sample { $0.removed = true }
            #expect(
                try await site.push(removed)
                    == PushResult(
                        .unpublished, notes: ["tell Go1 that learning object \(id) (safe-1) was removed"]))
            #expect(site.item()?.state == .draft)
            #expect(
                try await site.push(removed)
                    == PushResult(.unchanged, notes: ["learning object \(id) is unpublished already"]))
        }
    }

    @Test(
        "external_reference is the unique identifier: existing content is updated, new content is created")
    func upsert() async throws {
        try await PushSite.with { site async throws in
            _ = try await site.push(.sample("a"))
            _ = try await site.push(.sample("b"))
            #expect(try await site.push(.sample("a") { $0.description = "New" }) == PushResult(.updated))
            #expect(site.portal.ownItems.map(\.traits.externalID) == ["a", "b"])
            #expect(site.item("a")?.description == "New")
            #expect(site.item("b")?.description == "<p>Stay calm.</p>")
        }
    }

    @Test("Completion push uses content_external_reference as the content identifier")
    func completion() async throws {
        try await PushSite.with { site async throws in
            _ = try await site.push(.sample())
            let completion = PushedCompletion(
                contentReference: "safe-1", email: "LEARNER1@example.com",
                completedAt: Date(timeIntervalSince1970: 1_772_361_000),
                startedAt: Date(timeIntervalSince1970: 1_772_357_400), passed: true, score: 88)
            #expect(try await site.push(completion) == PushResult(.completed))
            let enrolment = try #require(site.portal.enrolments.first)
            #expect(site.portal.enrolments.count == 1)
            #expect(enrolment.contentID == site.item()?.id)
            #expect(site.portal.account(enrolment.accountID)?.email == "learner1@example.com")
            #expect(enrolment.status == .completed)
            #expect(enrolment.passed == true)
            #expect(enrolment.result == 88)
            #expect(enrolment.started == 1_772_357_400_000)
            #expect(enrolment.finished == 1_772_361_000_000)
        }
    }

    @Test("Category and skill tagging is optional; categories are those of GO1's taxonomy")
    func categories() async throws {
        try await PushSite.with { site async throws in
            #expect(
                try await site.push(
                    .sample("a") {
                        $0.topics = []
                        $0.skills = ["first aid"]
                    }) == PushResult(.created, notes: [Go1Provider.skillsReason]))
            #expect(site.item("a")?.topics == [])
            #expect(
                try await site.push(.sample("b") { $0.topics = ["it software", "Juggling", "64"] })
                    == PushResult(
                        .created, notes: ["left out, because Go1 has no such topic: \"Juggling\""]))
            #expect(
                site.item("b")?.topics == [.init(17, "IT Software"), .init(64, "Technology Skills")])
        }
    }

    @Test("A topic outside of GO1's taxonomy is left out and reported")
    func refusedTopic() async throws {
        try await PushSite.with { site async throws in
            let result = try await site.push(.sample { $0.topics = ["99999"] })
            let item = try #require(site.item())
            #expect(
                result
                    == PushResult(
                        .created,
                        notes: [
                            "left out, because Go1 refuses it (set the topics 99999): "
                                + "POST \(site.site.url)/learning-objects/\(item.contentID)/set: "
                                + "HTTP 400, \"there is no topic 99999\""
                        ]))
        }
    }

    @Test("GO1 auto-completes content launched from the GO1 UI; administrators are informed")
    func autoCompletion() {
        #expect(
            provider.descriptor.quirks.contains("Content launched from Go1's own pages completes by itself."))
    }

    @Test("Administrators are informed about publishing and removals")
    func quirks() {
        let quirks = provider.descriptor.quirks
        #expect(quirks.contains("Pushed content arrives unpublished, and a Go1 admin must publish it."))
        #expect(quirks.contains("Go1 must also be told of content that was removed."))
    }

    @Test("The integration pushes content to GO1 and tracks user progress")
    func directions() {
        #expect(provider.capabilities.contains(.push))
        #expect(provider.capabilities.contains(.stats))
    }

    @Test("GO1 manages the content library: pushed content is in it after an administrator published it")
    func ownLibrary() async throws {
        try await PushSite.with { site async throws in
            _ = try await site.push(.sample())
            let item = try #require(site.item())
            func isListed() async throws -> Bool {
                let answer = try await site.site.get("/learning-objects?id[]=\(item.id)")
                return answer.json?["hits"]?.list?.contains { $0["id"]?.text == item.contentID } ?? false
            }
            let before = try await isListed()
            site.portal.publish(item.id)
            let after = try await isListed()
            #expect(!before)
            #expect(after)
        }
    }

    @Test("No rate limits currently: pushes are not paced")
    func rateLimits() { #expect(provider.descriptor.pace == nil) }

    @Test("Standard testing procedures apply: the conformance suite covers pushes")
    func procedures() {
        let cases = Conformance(provider, simulator).cases.filter { $0.capability == .push }
        #expect(!cases.isEmpty)
    }
}
