import ConnectorKit
import Foundation
import Store
import Testing
import TestSupport

@testable import Host
@testable import Webhooks

@Suite struct ReceivingTests {
    @Test("A refused call leaves a count by its reason, and no row")
    func refusals() async throws {
        let fixture = try await WebhookFixture()
        defer { fixture.remove() }
        let secret = try await fixture.secret()
        let event = WebhookFixture.event("e1", "enrolment", "1")
        let now = fixture.time.now
        func call(_ body: String, _ secret: String, at time: Date = now) -> SignedCall {
            SignedCall(body, secrets: [secret], at: time)
        }
        var unsigned = call(event, secret)
        unsigned.headers = []
        let large = String(repeating: "x", count: WebhookReceiver.longestBody + 1)
        let answers: [(SignedCall, WebhookRefusal)] = [
            (unsigned, .unsigned), (call(event, "wrong"), .wrongSignature),
            (call(event, secret, at: now.addingTimeInterval(-61)), .stale),
            (call("{}", secret), .malformed), (call("<html>", secret), .malformed),
            (call(WebhookFixture.event("", "enrolment", "1"), secret), .malformed),
            (call(large, secret), .tooLarge),
        ]
        for (call, refusal) in answers { #expect(await fixture.take(call) == .refused(refusal)) }
        #expect(fixture.receiver.endpoint(provider: "demo", connection: "connection-2") == nil)
        #expect(fixture.receiver.endpoint(provider: "other", connection: "connection-1") == nil)

        var expected = WebhookCounters.Reading()
        expected.refused = [
            .unknownConnection: 2, .tooLarge: 1, .unsigned: 1, .wrongSignature: 1, .stale: 1, .malformed: 3,
        ]
        #expect(fixture.receiver.counters.reading == expected)
        #expect(try await fixture.host.store.eventBacklog().isEmpty)
        #expect(try await fixture.host.store.removeEvents(before: .distantFuture) == 0)
    }

    @Test("The body may have 1 MiB, to the byte")
    func largest() async throws {
        let fixture = try await WebhookFixture()
        defer { fixture.remove() }
        let event = WebhookFixture.event("e1", "enrolment", "1")
        let filled = event + String(repeating: " ", count: WebhookReceiver.longestBody - event.utf8.count)
        #expect(try await fixture.call(filled) == .acknowledged)
    }

    @Test("The same event again is acknowledged, and is one event")
    func again() async throws {
        let fixture = try await WebhookFixture()
        defer { fixture.remove() }
        for _ in 1...3 {
            #expect(try await fixture.call(WebhookFixture.event("e1", "enrolment", "1")) == .acknowledged)
        }
        #expect(try await fixture.backlog() == EventBacklog(pending: 1))
        var expected = WebhookCounters.Reading()
        expected.kept = 1
        expected.repeated = 2
        #expect(fixture.receiver.counters.reading == expected)
    }

    @Test("An event is there after the process, whatever became of it")
    func durable() async throws {
        let fixture = try await WebhookFixture()
        defer { fixture.remove() }
        try await fixture.call(WebhookFixture.event("e1", "enrolment", "1"))
        let next = try await WebhookFixture(fixture.service, folder: fixture.folder)
        #expect(try await next.backlog() == EventBacklog(pending: 1))
    }

    @Test("Calls that come at once are each kept, and each answered")
    func atOnce() async throws {
        let fixture = try await WebhookFixture()
        defer { fixture.remove() }
        let secret = try await fixture.secret()
        let answers = await withTaskGroup(of: WebhookAnswer?.self) { group in
            for number in 1...200 {
                let event = WebhookFixture.event("e\(number % 150)", "enrolment", "\(number)")
                group.addTask {
                    await fixture.take(SignedCall(event, secrets: [secret], at: fixture.time.now))
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(answers.count == 200)
        #expect(answers.allSatisfy { $0 == .acknowledged })
        #expect(try await fixture.backlog() == EventBacklog(pending: 150))
    }
}
