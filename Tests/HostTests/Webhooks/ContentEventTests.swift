import ConnectorKit
import Foundation
import Model
import Store
import Sync
import Testing

@testable import Host
import Webhooks

@Suite struct ContentEventTests {
    @Test("Content that is added becomes a course of the groups whose filters take it")
    func added() async throws {
        let fixture = try await WebhookFixture()
        defer { fixture.remove() }
        try await fixture.list([1, 2])
        fixture.service.change {
            for id in [3, 4] { $0.items["\(id)"] = ScriptedProvider.item(id) }
        }
        for id in ["3", "4"] { try await fixture.call(WebhookFixture.event("e\(id)", "content", id)) }
        try await fixture.work()
        #expect(try await fixture.active() == ["1", "2", "3", "4"])
        #expect(try await fixture.active("even") == ["2", "4"])
        #expect(fixture.service.read { $0.asked } == ["items 3,4"])
    }

    @Test("Content that changed is brought in line, its language's filter included")
    func changed() async throws {
        let fixture = try await WebhookFixture()
        defer { fixture.remove() }
        try await fixture.list([1, 2])
        fixture.service.change {
            $0.items["2"] = #"{"id":2,"title":"New name","lang":"fr","type":"course"}"#
        }
        try await fixture.call(WebhookFixture.event("e1", "content", "2"))
        try await fixture.work()
        let course = try await fixture.host.store.course(externalID: "2", provider: "demo", group: "even")
        #expect(course?.content.name == "New name")
        #expect(course?.reasons == .filter)
        #expect(try await fixture.active("even").isEmpty)
    }

    @Test("Content that is deleted or unpublished is archived for the provider's reason, and comes back")
    func removed() async throws {
        let fixture = try await WebhookFixture()
        defer { fixture.remove() }
        try await fixture.list([1, 2])
        fixture.service.change {
            $0.items["1"] = nil
            $0.items["2"] = #"{"id":2,"title":"Item 2","lang":"en","type":"course","gone":true}"#
        }
        for id in ["1", "2"] { try await fixture.call(WebhookFixture.event("e\(id)", "content", id)) }
        try await fixture.work()
        for id in ["1", "2"] {
            let course = try await fixture.host.store.course(externalID: id, provider: "demo", group: "all")
            #expect(course?.reasons == .provider)
        }
        fixture.service.change {
            for id in [1, 2] { $0.items["\(id)"] = ScriptedProvider.item(id) }
        }
        for id in ["1", "2"] { try await fixture.call(WebhookFixture.event("f\(id)", "content", id)) }
        try await fixture.work()
        #expect(try await fixture.active() == ["1", "2"])
    }

    @Test("What an event does not name stays as it is, what a held listing found withdrawn included")
    func othersStay() async throws {
        let fixture = try await WebhookFixture()
        defer { fixture.remove() }
        try await fixture.list(Array(1...10))
        fixture.service.change { $0.items = $0.items.filter { $0.key == "10" } }
        let held = try await fixture.host.sync(SyncRequest(kinds: [.catalog])) { _, _, _ in }
        #expect(held.map(\.report.outcome) == [.held])
        try await fixture.call(WebhookFixture.event("e1", "content", "1"))
        try await fixture.work()
        #expect(try await fixture.active() == ["10", "2", "3", "4", "5", "6", "7", "8", "9"])
    }

    @Test("After an event the next listing still knows what it has to read, and changes nothing")
    func listedAfterwards() async throws {
        let fixture = try await WebhookFixture()
        defer { fixture.remove() }
        try await fixture.list([1, 2])
        fixture.service.change {
            $0.items["1"] = nil
            $0.items["3"] = ScriptedProvider.item(3)
        }
        for id in ["1", "3"] { try await fixture.call(WebhookFixture.event("e\(id)", "content", id)) }
        try await fixture.work()
        let report = try await fixture.host.sync(SyncRequest(kinds: [.catalog])) { _, _, _ in }[0].report
        #expect(report.outcome == .done)
        var counters = Run.Counters()
        counters.seen = 2
        counters.unchanged = 4
        #expect(report.counters == counters)
        #expect(try await fixture.active() == ["2", "3"])
    }

    @Test("An item that cannot be mapped is set aside with its reason, and its course stays as it was")
    func unmappable() async throws {
        let fixture = try await WebhookFixture()
        defer { fixture.remove() }
        try await fixture.list([1, 2])
        fixture.service.change { $0.items["2"] = #"{"id":2,"lang":"en"}"# }
        try await fixture.call(WebhookFixture.event("e1", "content", "2"))
        try await fixture.work()
        #expect(try await fixture.backlog() == EventBacklog(setAside: 1))
        #expect(try await fixture.active() == ["1", "2"])
        #expect(try await fixture.host.webhooks.replay().map(\.reason) == ["no title"])
    }

    @Test("While a catalog run has the connection, content waits, and enrolments do not")
    func leased() async throws {
        let fixture = try await WebhookFixture()
        defer { fixture.remove() }
        try await fixture.list([2])
        fixture.service.enrol("77")
        try await fixture.call(WebhookFixture.event("e1", "content", "2"))
        try await fixture.call(WebhookFixture.event("e2", "enrolment", "77"))
        guard let lease = try fixture.host.store.lease("connection-1") else {
            Issue.record("the lease is not free")
            return
        }
        try await fixture.work()
        #expect(try await fixture.attempts().count == 2)
        #expect(try await fixture.backlog() == EventBacklog(pending: 1))
        lease.release()
        try await fixture.work()
        #expect(try await fixture.backlog() == EventBacklog())
    }
}
