import Host
@testable import Delivery
import DeliveryTesting
import ConnectorKit
import ThreeSixtyLearningSimulator
import Testing

@Suite struct RehearsedPlatformTests {
    @Test(
        "a rehearsal tells a place that is brought in line from one that is made, and from one as it is to be"
    )
    func places() async throws {
        try await DeliverySite.with { site async throws in
            var plan = DeliverySite.plan
            let platform = RehearsedPlatform(site.client, known: [plan.fingerprint: "place-1"])
            #expect(try await platform.prepare(plan).id == "place-1")
            #expect(platform.calls == [])
            plan.logo = nil
            #expect(try await platform.prepare(plan).id == "place-1")
            plan.name = "Acme"
            #expect(try await platform.prepare(plan).id == "\(plan.group) Acme")
            #expect(
                platform.calls == [
                    "bring \"Acme by Tributary\" in the group \(plan.group) in line",
                    "prepare \"Acme\" in the group \(plan.group)",
                ])
            #expect(site.platform.requests == [])
        }
    }

    @Test("a rehearsal goes by what each place was brought in line with, not by what the files say now")
    func changed() async throws {
        try await DeliverySite.with { site async throws in
            let home = try await DeliveryHost(site, .with(items: 2))
            defer { home.remove() }
            try await home.sync()
            try await home.deliver()
            let next = try await home.next(name: "Another name")
            let found = try #require(try await next.host.delivery.rehearse())
            #expect(
                found.calls == [
                    "prepare \"Another name\" in the group \(Group.sales.id)",
                    "add or replace 2 courses (1 call)", "archive 2 courses (1 call)",
                ])
            #expect(found.reasons == [])
            #expect(found.platform == "360learning")
        }
    }
}
