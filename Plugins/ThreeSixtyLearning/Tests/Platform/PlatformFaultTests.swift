import Delivery
import ConnectorKit
import Foundation
import DeliveryTesting
@testable import ThreeSixtyLearning
import ThreeSixtyLearningSimulator
import SimulatorSupport
import Testing

@Suite struct PlatformFaultTests {
    @Test(
        "a fault that passes is waited out, and nothing is doubled",
        arguments: [
            "429@next3", "500@next2", "503@next3", "reset@next2", "401@page4", "401@every3", "slow@every2",
        ])
    func passing(_ fault: String) async throws {
        try await DeliverySite.with { site async throws in
            let destination = try await site.client.prepare(DeliverySite.plan)
            // Reads and what may be repeated: a submission is not, and has tests of its own.
            try site.strike(fault)
            #expect(try await site.client.prepare(DeliverySite.plan) == destination)
            try site.strike()
            let operation = try await site.client.submit(
                .courses, site.courses(1...4), to: destination)
            try site.strike(fault)
            #expect(try await site.client.outcome(of: operation).end == .completed)
            #expect(site.platform.courses(of: destination.id).count == 4)
        }
    }

    @Test("a storm of 429 that does not pass ends as rate-limited, with what was refused")
    func storm() async throws {
        try await DeliverySite.with { site async throws in
            try site.strike("429=1")
            _ = await #expect(
                throws: Failure.rateLimited(
                    retryAfter: nil,
                    "GET \(site.url)/api/v2/users: the service asked to slow down (429) at each of 5 "
                        + "attempts; run it again later")
            ) {
                try await site.client.prepare(DeliverySite.plan)
            }
            try site.strike()
            _ = try await site.client.prepare(DeliverySite.plan)
        }
    }

    @Test("a batch is handed over once the operations of others leave room")
    func crowded() async throws {
        try await DeliverySite.with(options: { $0.concurrentOperations = 1 }) { site async throws in
            let destination = try await site.client.prepare(DeliverySite.plan)
            let first = try await site.client.submit(.courses, site.courses(1...2), to: destination)
            let second = try await site.client.submit(.courses, site.courses(3...4), to: destination)
            #expect(try await site.client.outcome(of: first).end == .completed)
            #expect(try await site.client.outcome(of: second).end == .completed)
            #expect(site.platform.operationPeak == 1)
            #expect(site.platform.courses(of: destination.id).count == 4)
        }
    }

    @Test("an operation that ends in error says why, and what it had done by then")
    func stopped() async throws {
        try await DeliverySite.with { site async throws in
            let destination = try await site.client.prepare(DeliverySite.plan)
            try site.strike("failed-operation@next1")
            let outcome = try await site.deliver(.courses, site.courses(1...4), to: destination)
            #expect(outcome.end == .stopped("The operation stopped at item 2"))
            #expect(outcome.results.keys.sorted() == ["1", "2"])
            let again = try await site.deliver(.courses, site.courses(1...4), to: destination)
            #expect(again.end == .completed)
            #expect(site.platform.courses(of: destination.id).count == 4)
        }
    }

    @Test("items that are refused have the platform's reason")
    func refusedItems() async throws {
        try await DeliverySite.with { site async throws in
            let destination = try await site.client.prepare(DeliverySite.plan)
            try site.strike("refused-items@next1")
            let outcome = try await site.deliver(.courses, site.courses(1...4), to: destination)
            #expect(outcome.end == .completed)
            #expect(
                outcome.results.filter { $0.value == .refused(reason: "a fault on demand") }.keys.sorted()
                    == ["1", "3"])
        }
    }

    @Test(
        "a batch whose answer did not come is looked for, and found where it was taken",
        arguments: [
            (BatchKind.courses, "lost", true), (.archive, "lost", true), (.statistics, "lost", true),
            (.courses, "reset", false), (.archive, "reset", false), (.statistics, "reset", false),
        ])
    func lost(_ kind: BatchKind, _ fault: String, _ isFound: Bool) async throws {
        try await DeliverySite.with { site async throws in
            let destination = try await site.client.prepare(DeliverySite.plan)
            let earlier = try await site.client.submit(.courses, site.courses(1...3), to: destination)
            #expect(try await site.client.outcome(of: earlier).end == .completed)
            let other = try await site.client.submit(.courses, site.courses(7...9), to: destination)
            let sent = site.now()
            let items =
                switch kind {
                case .archive: ["1", "2"].map { site.client.item(archiving: $0) }
                case .courses: site.courses(1...3)
                case .statistics:
                    (1...2).map {
                        site.client.item(
                            for: LearnerStatistic(
                                externalID: "\($0)", mail: User.learner($0).mail, firstActivity: sent,
                                lastActivity: sent + 60, progress: 50))
                    }
                }
            // Another host, such as the test environment's, sends the same at the same time to a place of its own.
            var plan = DeliverySite.plan
            plan.name += " (test)"
            let foreign = try await site.another().prepare(plan)
            _ = try await site.deliver(.courses, site.courses(1...3), to: foreign)
            _ = try await site.deliver(kind, items, to: foreign)
            try site.strike("\(fault)@next1")
            let error = await #expect(throws: Failure.self) {
                try await site.client.submit(kind, items, to: destination)
            }
            guard case .transient? = error else {
                Issue.record("\(String(describing: error)) is not transient")
                return
            }
            let found = try await site.client.operation(
                taking: Set(items.map(\.key)), of: kind, in: destination, since: sent, besides: [earlier])
            #expect((found != nil) == isFound)
            #expect(found != other)
            if let found {
                #expect(try await site.client.outcome(of: found).results.count == items.count)
            }
        }
    }

    @Test(
        "an operation that the platform does not know is forgotten, one that does not end is asked about later"
    )
    func unknown() async throws {
        let patience = OperationRetryPolicy(whole: .seconds(20))
        try await DeliverySite.with(
            kind: ThreeSixtyLearningPlatform(retryPolicy: patience), options: { $0.operationDelay = 30 }
        ) { site async throws in
            let destination = try await site.client.prepare(DeliverySite.plan)
            let nowhere = OperationID("ffffffffffffffffffffffff")
            #expect(
                try await site.client.outcome(of: nowhere) == BatchOutcome(end: .forgotten, results: [:]))
            let slow = try await site.client.submit(.courses, site.courses(1...2), to: destination)
            _ = await #expect(
                throws: Failure.transient(
                    "360Learning's bulk operation \(slow.text) has not ended; it is asked about again "
                        + "with the next run")
            ) {
                try await site.client.outcome(of: slow)
            }
            #expect(try await site.client.outcome(of: slow).end == .completed)
        }
    }

    @Test("credentials that are refused are told, and not shown")
    func credentials() async throws {
        try await DeliverySite.with(secret: "wrong-secret") { site async throws in
            _ = await #expect(
                throws: Failure.credentials(
                    "POST \(site.url)/api/v2/oauth2/token: 360Learning answered 401 invalid_client; are "
                        + "client_id and client_secret in tributary.yaml those of API v2 credentials of "
                        + "this platform?")
            ) {
                try await site.client.prepare(DeliverySite.plan)
            }
        }
    }

    @Test("a scope that is missing is told in both of the platform's shapes' words")
    func scope() async throws {
        try await DeliverySite.with(options: { $0.scopes.remove(.integrationsWrite) }) {
            site async throws in
            _ = await #expect(
                throws: Failure.credentials(
                    "POST \(site.url)/api/v2/integrations: 360Learning answered 403 invalid_scope: The "
                        + "token lacks the scope integrations:write; the API credentials lack a scope that "
                        + "is needed (integrations:read, write and bulk, bulkOperations:read, courses:read "
                        + "and write, courseStats:read, tags:read and write, users:read, groups:read)")
            ) {
                try await site.client.prepare(DeliverySite.plan)
            }
        }
    }

    @Test("a web page where JSON was promised is the platform's fault, and told as such")
    func html() async throws {
        try await DeliverySite.with { site async throws in
            try site.strike("html@next1")
            _ = await #expect(
                throws: Failure.contract(
                    "GET \(site.url)/api/v2/users: 360Learning answered 200 with what is not its "
                        + "published JSON")
            ) {
                try await site.client.prepare(DeliverySite.plan)
            }
        }
    }

    @Test("an integration that was deleted refuses its batch, and says so")
    func deleted() async throws {
        try await DeliverySite.with { site async throws in
            let gone = Destination(id: "ffffffffffffffffffffffff")
            _ = await #expect(
                throws: Failure.fatal(
                    "PUT \(site.url)/api/v2/bulk/integrations/\(gone.id)/courses: 360Learning answered 404 "
                        + "integrationNotFound: There is no integration \(gone.id)")
            ) {
                try await site.client.submit(.courses, site.courses(1...1), to: gone)
            }
        }
    }
}
