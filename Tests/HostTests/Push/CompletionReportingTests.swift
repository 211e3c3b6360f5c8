import ConnectorKit
import Foundation
import Model
import Push
import Store
import Sync
import Testing

@testable import Host

/// What learners complete in the workspace, on its way to the provider that the content was pushed to.
@Suite struct CompletionReportingTests {
    /// Three items, of which learners have completed the first and begun the second.
    private static func portal() -> StatsPortal {
        let portal = StatsPortal()
        portal.change { contents in
            contents.items = [1, 2, 3]
            contents.emails = ["a": "ann@example.com", "b": "bob@example.com"]
        }
        portal.enrol(
            enrolment("e1", 1, "a", 1, 2, .completed, passed: true), enrolment("e2", 2, "a", 1, 2),
            enrolment("e3", 3, "b", 1, 2, .completed))
        return portal
    }

    /// Syncs on a clock that waits, and reports what is new.
    private static func sync(_ fixture: PushFixture) async throws -> Int {
        for deployment in try await fixture.host.store.deployments() where deployment.provider == "demo" {
            _ = try await fixture.reader.sync(SyncRequest(group: "g", provider: "demo")) { _, _, _ in }
        }
        var jobs: [PushJob.ID] = []
        for target in try await fixture.host.push.completionTargets() {
            jobs += try await fixture.host.push.queueCompletions(for: target)
            _ = try await fixture.host.push.deliver(to: target)
        }
        return jobs.count
    }

    @Test("a completion of pushed content reaches the provider once, and syncing again sends nothing")
    func once() async throws {
        let portal = Self.portal()
        try await PushFixture.with(portal: portal, reports: true) { fixture async throws in
            _ = try await fixture.push(["1", "2"])
            #expect(try await Self.sync(fixture) == 1)
            let first = PushedCompletion(
                contentReference: "1", email: "ann@example.com", completedAt: hour(2), startedAt: hour(1),
                passed: true)
            #expect(fixture.provider.completions == [first])
            #expect(try await Self.sync(fixture) == 0)
            #expect(fixture.provider.completions == [first])
            // What is completed later, and what is pushed later, follows.
            portal.enrol(enrolment("e2", 2, "a", 1, 4, .completed, passed: false))
            _ = try await fixture.push(["3"])
            #expect(try await Self.sync(fixture) == 1)
            #expect(fixture.provider.completions.dropFirst().map(\.contentReference).sorted() == ["2", "3"])
            #expect(try await Self.sync(fixture) == 0)
        }
    }

    @Test("where the group does not ask for it nothing is reported")
    func off() async throws {
        try await PushFixture.with(portal: Self.portal()) { fixture async throws in
            _ = try await fixture.push(["1"])
            #expect(try await Self.sync(fixture) == 0)
            #expect(try await fixture.host.push.queueCompletions(for: fixture.target).isEmpty)
            #expect(fixture.provider.completions == [])
        }
    }

    @Test("content that was refused when it was pushed has no completions to report")
    func refusedContent() async throws {
        try await PushFixture.with(portal: Self.portal(), reports: true) { fixture async throws in
            fixture.provider.failing = ["1": .item("not this one")]
            _ = try await fixture.push(["1"])
            #expect(try await Self.sync(fixture) == 0)
        }
    }

    @Test("after the secret was renewed what was reported is not reported again, and what is new is")
    func renewedSecret() async throws {
        let portal = Self.portal()
        try await PushFixture.with(portal: portal, reports: true) { fixture async throws in
            _ = try await fixture.push(["1", "2"])
            _ = try await Self.sync(fixture)
            let renewed = try await fixture.renewed()
            #expect(try await Self.sync(renewed) == 0)
            portal.enrol(enrolment("e2", 2, "a", 1, 4, .completed))
            #expect(try await Self.sync(renewed) == 1)
            #expect(renewed.provider.completions.map(\.contentReference) == ["1", "2"])
        }
    }

    @Test("the running host reports by itself")
    func worker() async throws {
        try await PushFixture.with(portal: Self.portal(), reports: true) { fixture async throws in
            _ = try await fixture.reader.sync(SyncRequest(group: "g", provider: "demo")) { _, _, _ in }
            let id = try await fixture.host.push.accept(fixture.rows(["1"]), for: fixture.target)
            let working = Task { await fixture.host.push.worker { Issue.record("\($0)") }.run() }
            defer { working.cancel() }
            while fixture.provider.completions.isEmpty { await Task.yield() }
            working.cancel()
            await working.value
            #expect(fixture.provider.completions.map(\.email) == ["ann@example.com"])
            #expect(try await fixture.host.store.pushJob(id)?.waiting == 0)
        }
    }
}
