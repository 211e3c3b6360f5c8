import SimulatorSupport
import ConnectorKit
import Foundation
import Go1Simulator
import Testing

@testable import Go1

@Suite("Pushing again") struct RepeatedPushTests {
    @Test("a second push of the same content has an empty plan and writes nothing")
    func second() async throws {
        try await PushSite.with { site async throws in
            _ = try await site.push(.sample())
            site.portal.clearRequests()
            #expect(try await site.push(.sample()) == PushResult(.unchanged))
            #expect(site.writes == [])
            #expect(site.portal.requests.count == 1)
            let plan = try await go1.plan(.sample(), of: site.connection())
            #expect(plan.action == .unchanged)
            #expect(plan.steps == [])
        }
    }

    @Test("a result names the content by the id of the catalog, and whether it was published before")
    func state() async throws {
        try await PushSite.with { site async throws in
            func state(_ content: PushedContent) async throws -> [String?] {
                let result = try await go1.apply(nil, to: content, of: site.connection())
                return [result?.outcome.rawValue, result?.contentID, result?.wasPublished.map { "\($0)" }]
            }
            let created = try await state(.sample())
            let id = try #require(site.item()).id
            #expect(created == ["created", "\(id)", nil])
            #expect(try await state(.sample()) == ["unchanged", "\(id)", "false"])
            site.portal.publish(id)
            #expect(try await state(.sample { $0.title = "Other" }) == ["updated", "\(id)", "true"])
            #expect(try await state(.sample { $0.removed = true }) == ["unpublished", "\(id)", "true"])
            #expect(try await state(.sample("b") { $0.removed = true }) == ["unchanged", nil, nil])
        }
    }

    @Test("the row that created content publishes nothing, and still unpublishes what somebody published")
    func repeatsCreation() async throws {
        try await PushSite.with { site async throws in
            let note = "new content begins unpublished: an administrator of Go1 has to publish it"
            func row(_ published: Bool) -> PushedContent {
                .sample {
                    $0.published = published
                    $0.repeatsCreation = true
                }
            }
            _ = try await site.push(.sample())
            #expect(try await site.push(row(true)) == PushResult(.unchanged, notes: [note]))
            #expect(site.item()?.state == .draft)
            site.portal.publish(try #require(site.item()).id)
            #expect(try await site.push(row(true)) == PushResult(.unchanged))
            #expect(try await site.push(row(false)) == PushResult(.updated))
            #expect(site.item()?.state == .draft)
        }
    }

    @Test("only the fragment that differs is sent")
    func oneFragment() async throws {
        let changes: [(String, @Sendable (inout PushedContent) -> Void)] = [
            ("set title, description and image", { $0.title = "Other" }),
            ("set title, description and image", { $0.image = "https://lms.example.com/2.png" }),
            ("set the launch address", { $0.launchURL = "https://lms.example.com/c/2" }),
            ("set language and duration", { $0.duration = 31 }),
            ("set language and duration", { $0.language = "fr" }),
            ("set the topics IT Software", { $0.topics = ["17"] }),
        ]
        try await PushSite.with { site async throws in
            _ = try await site.push(.sample())
            var content = PushedContent.sample()
            for (step, change) in changes {
                change(&content)
                site.portal.clearRequests()
                #expect(try await go1.plan(content, of: site.connection()).steps == [step])
                #expect(site.writes == [])
                #expect(try await site.push(content) == PushResult(.updated))
                #expect(site.writes.count == 1)
                #expect(try await site.push(content) == PushResult(.unchanged))
            }
        }
    }

    @Test("content pushed again after an interruption at any call exists once and is right", arguments: 0...5)
    func interrupted(after requests: Int) async throws {
        try await PushSite.with { site async throws in
            site.client.breakOff(after: requests)
            _ = try? await site.push(.sample())
            site.client.breakOff(after: nil)
            _ = try await site.push(.sample())
            #expect(site.portal.ownItems.count == 1)
            #expect(try await site.push(.sample()) == PushResult(.unchanged))
            #expect(site.item()?.state == .draft)
        }
    }

    @Test("a completion pushed again after an interruption is one completed enrolment", arguments: 0...3)
    func interruptedCompletion(after requests: Int) async throws {
        let completion = PushedCompletion(
            contentReference: "safe-1", email: "learner1@example.com",
            completedAt: Date(timeIntervalSince1970: 1_772_361_000))
        try await PushSite.with { site async throws in
            _ = try await site.push(.sample())
            site.client.breakOff(after: requests)
            _ = try? await site.push(completion)
            site.client.breakOff(after: nil)
            _ = try await site.push(completion)
            #expect(site.portal.enrolments.map(\.status) == [.completed])
        }
    }

    @Test("an outdated plan is not carried out, and nothing is sent")
    func stalePlan() async throws {
        try await PushSite.with { site async throws in
            let content = PushedContent.sample()
            let plan = try await go1.plan(content, of: site.connection())
            #expect(plan.action == .create)
            _ = try await site.push(.sample { $0.title = "Somebody else's" })
            site.portal.clearRequests()
            #expect(try await go1.apply(plan, to: content, of: site.connection()) == nil)
            #expect(site.writes == [])
            let next = try await go1.plan(content, of: site.connection())
            #expect(next.steps == ["set title, description and image"])
            #expect(try await go1.apply(next, to: content, of: site.connection())?.outcome == .updated)
        }
    }

    @Test("an open enrolment is completed, a completed one stays unchanged")
    func enrolments() async throws {
        let completion = PushedCompletion(
            contentReference: "safe-1", email: "learner1@example.com",
            completedAt: Date(timeIntervalSince1970: 1_772_361_000), passed: false, score: 12)
        try await PushSite.with { site async throws in
            _ = try await site.push(.sample())
            let account = try #require(
                site.portal.accounts.first { $0.email == "learner1@example.com" })
            let open = site.portal.enrol(account.id, in: try #require(site.item()).id)
            #expect(
                try await go1.plan(completion, of: site.connection()).steps
                    == ["complete enrollment \(open.id)"])
            #expect(try await site.push(completion) == PushResult(.completed))
            let done = try #require(site.portal.enrolment(open.id))
            #expect(done.status == .completed)
            #expect(done.passed == false)
            #expect(done.result == 12)
            var later = completion
            later.score = 99
            #expect(
                try await site.push(later)
                    == PushResult(
                        .unchanged,
                        notes: ["enrollment \(open.id) is completed already and was left alone"]))
            #expect(site.portal.enrolment(open.id) == done)
        }
    }
}
