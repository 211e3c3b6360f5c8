import Delivery
import DeliveryTesting
import ConnectorKit
import Foundation
import ThreeSixtyLearningSimulator
import SimulatorSupport
import Testing

@Suite(
    .enabled(
        if: PublishedDescription.isFound,
        "TRIBUTARY_DESCRIPTIONS names no folder with the published 360learning-* descriptions"
    ))
struct PublishedDescriptionTests {
    @Test("every request of a run, and every answer to it, is as the published description says")
    func described() async throws {
        let log = try await DeliverySite.with(options: { $0.keepsBodies = true }) { site async throws in
            try await Self.everything(site)
            return site.platform.requests
        }
        try Self.check(log)
        let seen = Set(
            log.map { request in
                let path = request.path.replacing(/[0-9a-f]{24}/, with: "*").dropFirst("/api/v2/".count)
                return "\(request.method) \(path) \(request.status ?? 0)"
            })
        #expect(seen.isSuperset(of: Self.expected), "\(Self.expected.subtracting(seen).sorted())")
    }

    @Test("every request of deliveries with work of every kind is as the published description says")
    func deliveries() async throws {
        let log = try await DeliverySite.with(options: { $0.keepsBodies = true }) { site async throws in
            var home = try await DeliveryHost(site, .with(items: 6))
            defer { home.remove() }
            home.portal.enrol(
                enrolment("e1", 1, "a1", 1, 2, .completed), enrolment("e2", 2, "a2", 3, 4))
            for languages in [[], ["en"], []] {
                home = try await home.next(languages: languages)
                try await home.sync()
                try await home.tag("2", "Law")
                try await home.deliver()
            }
            home.portal.change { $0.items.append(7) }
            try await home.sync()
            try site.strike("lost@page3")
            try await home.deliver(over: site.another())
            home = try await home.next(name: "Another name")
            try await home.deliver()
            return site.platform.requests
        }
        try Self.check(log)
        let bulk = Set(log.map(\.path).filter { $0.contains("/bulk/") && !$0.contains("operations") })
        #expect(bulk.count == 4, "courses of two places, statistics of both: \(bulk)")
    }

    private static func check(_ log: [LoggedRequest]) throws {
        let description = try PublishedDescription()
        for request in log {
            #expect(try description.problems(request) == [], "\(request.method) \(request.path)")
        }
    }

    /// That the run did what it is to show.
    private static let expected: Set = [
        "POST oauth2/token 200", "GET users 200", "GET users/*/roles 200", "GET groups/* 200",
        "GET integrations 200", "POST integrations 201", "PATCH integrations/* 200",
        "POST integrations 400", "PUT bulk/integrations/*/courses 202",
        "DELETE bulk/integrations/*/courses 202", "POST bulk/integrations/*/stats 202",
        "PUT bulk/integrations/*/courses 404", "GET bulk/operations 200", "GET bulk/operations/* 200",
        "GET bulk/operations/* 404", "GET bulk/operations/*/results 200",
        "GET integrations/*/courses/1 200", "GET integrations/*/courses/none 400",
        "PUT courses/*/archive 200", "PUT courses/*/archive 404", "GET tags 200", "POST tags 201",
        "GET courses/*/tags 200", "PUT courses/*/tags 200", "GET users 401", "GET integrations 429",
    ]

    private static func everything(_ site: DeliverySite) async throws {
        let client = site.client
        let destination = try await client.prepare(DeliverySite.plan)
        var plan = DeliverySite.plan
        plan.defaultProgress = 10
        _ = try await client.prepare(plan)
        try await client.verify(group: Group.sales.id, admin: User.admin.mail)
        let reserved = DestinationPlan(name: "Go1", group: Group.sales.id, admin: User.admin.mail)
        _ = await #expect(throws: Failure.self) { try await client.prepare(reserved) }
        var content = LearningObject.sample("1")
        content.description = "<p>About</p>"
        content.duration = 200_000
        content.publisher = "Acme"
        content.image = "https://img.example/1.png"
        content.language = "zh-TW"
        content.subjects = ["Sales"]
        let sent = site.now()
        let operation = try await client.submit(
            .courses, [client.item(for: content)] + site.courses(2...3), to: destination)
        #expect(
            try await client.operation(
                taking: ["1", "2", "3"], of: .courses, in: destination, since: sent, besides: []) == operation
        )
        let outcome = try await client.outcome(of: operation)
        #expect(outcome.results.count == 3)
        let archived = try await site.deliver(
            .archive, ["1", "9"].map { client.item(archiving: $0) }, to: destination)
        #expect(archived.results.count == 2)
        let statistic = LearnerStatistic(
            externalID: "1", mail: User.learner(1).mail, firstActivity: site.now(),
            lastActivity: site.now(), progress: 100, passed: true, score: 80)
        let told = try await site.deliver(
            .statistics, [client.item(for: statistic)], to: destination)
        #expect(told.results.count == 1)
        let nowhere = "ffffffffffffffffffffffff"
        _ = try await client.restore("1", resource: nowhere, in: destination)
        _ = try await client.restore("none", resource: nil, in: destination)
        _ = try await client.tag("1", resource: nil, in: destination, with: ["Sales"], owned: [])
        _ = try await client.outcome(of: OperationID(nowhere))
        _ = await #expect(throws: Failure.self) {
            try await client.submit(.courses, site.courses(4...4), to: Destination(id: nowhere))
        }
        try site.strike("401@page1", "429@page3")
        _ = try await client.prepare(DeliverySite.plan)
        _ = try await client.hasLearner(User.admin.mail)
    }
}
