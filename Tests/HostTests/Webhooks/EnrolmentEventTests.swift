import ConnectorKit
import Foundation
@testable import Store
import Testing
import TestSupport

@testable import Host
@testable import Webhooks

@Suite struct EnrolmentEventTests {
    @Test("What an event is about is read again, and shows in every group that has the course")
    func visible() async throws {
        let fixture = try await WebhookFixture()
        defer { fixture.remove() }
        try await fixture.list([1, 2])
        fixture.service.enrol("77")
        try await fixture.call(WebhookFixture.event("e1", "enrolment", "77"))
        try await fixture.work()
        #expect(
            try await fixture.attempts() == ["all 2 ann@example.com 100", "even 2 ann@example.com 100"])
        #expect(try await fixture.backlog() == EventBacklog())
    }

    @Test("Many events cost one reading, and an enrolment is asked for once however many tell of it")
    func burst() async throws {
        let fixture = try await WebhookFixture()
        defer { fixture.remove() }
        try await fixture.list([2])
        for number in 1...3 {
            fixture.service.enrol("\(number)", account: "learner\(number)")
            for repetition in 1...2 {
                try await fixture.call(
                    WebhookFixture.event("\(number)-\(repetition)", "enrolment", "\(number)"))
            }
        }
        try await fixture.work()
        #expect(fixture.service.read { $0.asked } == ["enrolments 1,2,3"])
        #expect(try await fixture.attempts().count == 6)
        #expect(try await fixture.backlog() == EventBacklog())
    }

    @Test("An enrolment in something that is no course yet shows when it is one")
    func unknownCourse() async throws {
        let fixture = try await WebhookFixture()
        defer { fixture.remove() }
        fixture.service.enrol("77", in: "4")
        try await fixture.call(WebhookFixture.event("e1", "enrolment", "77"))
        try await fixture.work()
        #expect(try await fixture.attempts().isEmpty)
        fixture.service.change { $0.items["4"] = ScriptedProvider.item(4) }
        try await fixture.call(WebhookFixture.event("e2", "content", "4"))
        try await fixture.work()
        #expect(
            try await fixture.attempts() == ["all 4 ann@example.com 100", "even 4 ann@example.com 100"])
    }

    @Test("An enrolment that is not shown is asked for five times, set aside, and replayed when it is there")
    func unknownEnrolment() async throws {
        let fixture = try await WebhookFixture()
        defer { fixture.remove() }
        try await fixture.list([2])
        try await fixture.call(WebhookFixture.event("e1", "enrolment", "77"))
        for (number, pause) in [1.0, 2, 4, 8, 16].enumerated() {
            #expect(try await fixture.backlog() == EventBacklog(pending: 1))
            try await fixture.work()
            try await fixture.work()
            #expect(fixture.service.read { $0.asked.count } == number + 1)
            fixture.time.pass(pause)
        }
        #expect(try await fixture.backlog() == EventBacklog(setAside: 1))

        let failed = try await fixture.host.webhooks.replay()
        #expect(failed.map(\.state) == [.setAside])
        #expect(failed.map(\.reason) == ["the provider shows no enrolment 77"])
        fixture.service.enrol("77")
        let replayed = try await fixture.host.webhooks.replay(failed[0].id)
        #expect(replayed.map(\.state) == [.done])
        #expect(try await fixture.attempts().count == 2)
        #expect(try await fixture.host.webhooks.replay().isEmpty)
    }

    @Test("One that cannot be read is set aside with the reason, and holds up no other")
    func poison() async throws {
        let fixture = try await WebhookFixture()
        defer { fixture.remove() }
        try await fixture.list([2])
        fixture.service.change {
            $0.refuse = { $0.contains("13") ? .item("enrolment 13 has no date") : nil }
        }
        for number in 1...20 {
            fixture.service.enrol("\(number)", account: "learner\(number)")
            try await fixture.call(WebhookFixture.event("e\(number)", "enrolment", "\(number)"))
        }
        try await fixture.work()
        #expect(try await fixture.attempts().count == 38)
        #expect(try await fixture.backlog() == EventBacklog(setAside: 1))
        let again = try await fixture.host.webhooks.replay()
        #expect(again.map(\.reason) == ["enrolment 13 has no date"])
        #expect(again.map(\.event.id) == ["e13"])
    }

    @Test("A provider that answers nothing properly is not taken for many unreadable enrolments")
    func brokenProvider() async throws {
        let fixture = try await WebhookFixture()
        defer { fixture.remove() }
        fixture.service.change { $0.refuse = { _ in .contract("the answer is HTML") } }
        for number in 1...40 {
            try await fixture.call(WebhookFixture.event("e\(number)", "enrolment", "\(number)"))
        }
        let result = try await fixture.work()
        #expect(result.failure == .contract("the answer is HTML"))
        #expect(try await fixture.backlog() == EventBacklog(pending: 40))
        #expect(fixture.service.read { $0.asked.count } < 20)
    }

    @Test(
        "A passing fault keeps events waiting, uncounted, whatever its kind",
        arguments: [
            Failure.transient("down"), .rateLimited(retryAfter: nil, "slow"), .credentials("refused"),
            .configuration("no such portal"),
        ])
    func passing(_ failure: Failure) async throws {
        let fixture = try await WebhookFixture()
        defer { fixture.remove() }
        try await fixture.list([2])
        fixture.service.enrol("77")
        fixture.service.change { $0.refuse = { _ in failure } }
        try await fixture.call(WebhookFixture.event("e1", "enrolment", "77"))
        for _ in 1...10 { #expect(try await fixture.work().failure == failure) }
        #expect(try await fixture.backlog() == EventBacklog(pending: 1))
        fixture.service.change { $0.refuse = { _ in nil } }
        try await fixture.work()
        #expect(try await fixture.attempts().count == 2)
    }

    @Test("A later event of an enrolment that was set aside settles the earlier one too")
    func later() async throws {
        let fixture = try await WebhookFixture()
        defer { fixture.remove() }
        fixture.service.change { $0.refuse = { _ in .item("not now") } }
        try await fixture.call(WebhookFixture.event("e1", "enrolment", "77"))
        try await fixture.work()
        #expect(try await fixture.backlog() == EventBacklog(setAside: 1))
        fixture.service.change { $0.refuse = { _ in nil } }
        fixture.service.enrol("77")
        try await fixture.call(WebhookFixture.event("e2", "enrolment", "77"))
        try await fixture.work()
        #expect(try await fixture.backlog() == EventBacklog())
    }

    @Test("An event the host does nothing about is acknowledged and done")
    func other() async throws {
        let fixture = try await WebhookFixture()
        defer { fixture.remove() }
        #expect(try await fixture.call(WebhookFixture.event("e1", "ping")) == .acknowledged)
        #expect(try await fixture.backlog() == EventBacklog())
        try await fixture.work()
        #expect(fixture.service.read { $0.asked }.isEmpty)
    }

    @Test("Events are removed when they were dealt with long enough ago; those that wait stay")
    func retention() async throws {
        let fixture = try await WebhookFixture()
        defer { fixture.remove() }
        fixture.service.enrol("1")
        fixture.service.change { $0.refuse = { $0.contains("2") ? .item("broken") : nil } }
        for id in ["1", "2"] { try await fixture.call(WebhookFixture.event("e\(id)", "enrolment", id)) }
        try await fixture.work()
        fixture.time.pass(100)
        try await fixture.call(WebhookFixture.event("e3", "enrolment", "3"))
        let dealt = CallingService.begin
        #expect(try await fixture.host.store.removeEvents(before: dealt) == 0)
        #expect(try await fixture.host.store.removeEvents(before: dealt.addingTimeInterval(1)) == 2)
        #expect(try await fixture.backlog() == EventBacklog(pending: 1))
    }
}
