@testable import ConfigurationFiles
import ConnectorKit
import Foundation
@testable import Model
import Runtime
@testable import Store
import Synchronization
import Testing
import TestSupport

@testable import Host
import Webhooks

@Suite struct StormTests {
    /// The same numbers in every run.
    private struct Seeded: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ (state >> 29)
        }
    }

    @Test(
        "Shuffled, repeated and forged calls to a host that is cut off twice come to what a full reading does"
    )
    func storm() async throws {
        let service = CallingService()
        var random = Seeded(state: 42)
        let enrolments = (1...120).map(String.init)
        for (number, id) in enrolments.enumerated() {
            service.enrol(
                id, number % 2 == 0 ? .inProgress : .completed, in: "\(2 * (number % 4 + 1))",
                account: "learner\(number % 30)", after: Double(60 + number))
        }
        var events = (1...300).map { number in
            (id: "e\(number)", subject: enrolments[number % enrolments.count])
        }
        events += events.prefix(100)
        events.shuffle(using: &random)

        let first = try await WebhookFixture(service)
        defer { first.remove() }
        try await first.list([2, 4, 6, 8])
        let secret = try await first.secret()
        var refused = 0
        for (part, start) in [0, 130, 260].enumerated() {
            // Another host over the same store: the one before was cut off at whatever it did.
            let fixture = part == 0 ? first : try await WebhookFixture(service, folder: first.folder)
            let work = Task { await fixture.worker.run() }
            for (number, event) in events[start..<min(start + 140, events.count)].enumerated() {
                let body = WebhookFixture.event(event.id, "enrolment", event.subject)
                if number % 10 == 0 {
                    let forged = SignedCall(body, secrets: ["guess"], at: fixture.time.now)
                    #expect(await fixture.take(forged) == .refused(.wrongSignature))
                    refused += 1
                }
                let call = SignedCall(body, secrets: [secret], at: fixture.time.now)
                #expect(await fixture.take(call) == .acknowledged)
                if part == 1, number == 70 {
                    // Some go on; events about them come before and after.
                    service.change { state in
                        // A completed enrolment stays as it was first completed.
                        for id in enrolments.prefix(60) where state.enrolments[id]?.status == .inProgress {
                            state.enrolments[id]?.status = .completed
                            state.enrolments[id]?.updatedAt += 3_600
                        }
                    }
                    for id in enrolments.prefix(60) {
                        let body = WebhookFixture.event("late\(id)", "enrolment", id)
                        let call = SignedCall(body, secrets: [secret], at: fixture.time.now)
                        #expect(await fixture.take(call) == .acknowledged)
                    }
                }
            }
            if part == 2 {
                await eventually("everything is worked off") {
                    (try? await fixture.backlog()) == EventBacklog()
                }
            }
            work.cancel()
            await work.value
        }
        #expect(refused == 42)

        let full = try await WebhookFixture(service)
        defer { full.remove() }
        try await full.list([2, 4, 6, 8])
        let called = try await full.host.webhooks.connections()[0]
        let line = Connection(
            settings: called.configured.settings,
            client: full.host.context.environment.session(to: called.configured).client
        )
        _ = try await full.host.apply(
            service.read { Array($0.enrolments.values) }, of: called.id, from: CallingProvider(service),
            over: line)
        let expected = try await states(full)
        #expect(expected.count > 100)
        #expect(try await states(first) == expected)
    }

    /// Every attempt with all that is known of it.
    private func states(_ fixture: WebhookFixture) async throws -> Set<String> {
        let found = Mutex<Set<String>>([])
        try await fixture.host.store.forEachAttempt(AttemptQuery()) { batch in
            found.withLock { found in
                for one in batch {
                    found.insert("\(one.group) \(one.externalCourseID) \(one.user) \(one.state)")
                }
            }
        }
        return found.withLock { $0 }
    }

    @Test("An outage is told once, and its end; what came meanwhile shows afterwards")
    func outage() async throws {
        let fixture = try await WebhookFixture(clock: LeapClock(pause: .milliseconds(1)))
        defer { fixture.remove() }
        try await fixture.list([2])
        fixture.service.enrol("77")
        let refusals = Mutex(0)
        let count: @Sendable () -> Failure? = {
            refusals.withLock {
                $0 += 1; return $0 < 4 ? .transient("down") : nil
            }
        }
        fixture.service.change { $0.refuse = { _ in count() } }
        let work = Task { await fixture.worker.run() }
        try await fixture.call(WebhookFixture.event("e1", "enrolment", "77"))
        await eventually("the end is told") { fixture.reports.all.count == 2 }
        work.cancel()
        await work.value
        #expect(try await fixture.attempts().count == 2)
        #expect(
            fixture.reports.all == [
                "demo for even, all: events wait: down", "demo for even, all: events are worked off again",
            ])
    }
}
