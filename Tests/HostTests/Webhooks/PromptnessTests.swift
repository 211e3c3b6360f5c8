import ConnectorKit
import Store
import Synchronization
import Testing
import TestSupport

@testable import Host
@testable import Webhooks

/// From acknowledgement to visible statistic: 5 s at most while the provider answers (rule W7).
@Suite struct PromptnessTests {
    @Test("An event by itself shows though the host's clock stands: it waits for no time to come")
    func single() async throws {
        try await Self.working { fixture, clock in
            for number in 1...3 {
                try await fixture.call(number)
                await eventually("the statistic shows in both groups") {
                    (try? await fixture.attempts().count) == 2 * number
                }
            }
            #expect(!clock.sleeps.contains(EventRetryPolicy.gathering))
        }
    }

    @Test("After a round of many events the next are gathered, for less than a statistic may take")
    func burst() async throws {
        #expect(EventRetryPolicy.gathering <= .seconds(2))
        try await Self.working(waiting: 10) { fixture, clock in
            await eventually("the round is over") { clock.sleeps.contains(EventRetryPolicy.gathering) }
            let attempts = try await fixture.attempts()
            #expect(attempts.count == 20)
            let asked = fixture.service.read { $0.asked.filter { $0.hasPrefix("enrolments") } }
            #expect(asked.count == 1)
        }
    }

    @Test(
        "A burst is ten events and more, faster than a hundred a second",
        arguments: [
            (9, 0, false), (10, 0, true), (10, 0.1, false), (11, 0.1, true), (100, 2, false),
            (1_999, 2, true), (2_000, 2, false),
        ] as [(Int, Double, Bool)])
    func bursts(taken: Int, seconds: Double, isBurst: Bool) {
        #expect(EventRetryPolicy.isBurst(taken, in: seconds) == isBurst)
    }

    /// Runs a host's worker while the body runs, first over as many events as wait.
    private static func working(
        waiting: Int = 0, _ body: (WebhookFixture, StoppedClock) async throws -> Void
    ) async throws {
        let clock = StoppedClock()
        let fixture = try await WebhookFixture(clock: clock)
        defer { fixture.remove() }
        try await fixture.list([2])
        for number in 0..<waiting { try await fixture.call(number) }
        let work = Task { await fixture.worker.run() }
        try await body(fixture, clock)
        work.cancel()
        await work.value
        #expect(fixture.reports.all == [])
    }
}

extension WebhookFixture {
    /// Enrols a learner, and tells of it.
    fileprivate func call(_ number: Int) async throws {
        service.enrol("\(number)", account: "learner\(number)")
        try await call(Self.event("e\(number)", "enrolment", "\(number)"))
    }
}
