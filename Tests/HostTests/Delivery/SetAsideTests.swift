import Host
import Delivery
import DeliveryTesting
import Model
import ConnectorKit
import Foundation
import ThreeSixtyLearningSimulator
import Store
import Testing

@Suite struct SetAsideTests {
    @Test(
        "what is refused is sent with three deliveries, then again only when it changes or with a replay"
    )
    func setAside() async throws {
        try await DeliverySite.with { site async throws in
            let home = try await DeliveryHost(site, .with(items: 3))
            defer { home.remove() }
            home.portal.enrol(enrolment("e1", 1, "a1", 1, 2))
            try await home.sync()
            try await home.tag("1", "Law")
            // What is about a course that is not there waits with it, and is not told beside it.
            let refusing = AwkwardPlatform(site.client, awkward: ["1", "2"], .refusesItems)
            for number in 1...3 {
                let report = try await home.deliver(over: refusing)
                #expect(report.refused == 2, "delivery \(number)")
                #expect(report.waiting == 0)
                #expect(report.error == "2 refused; `tributary runs \(report.id.number)` says why")
                let skipped = try await home.host.store.skippedItems(of: report.id)
                #expect(skipped.map(\.reason) == ["it is not wanted", "it is not wanted"])
            }
            site.platform.clearRequests()
            let silent = try await home.deliver(over: refusing)
            #expect(silent.outcome == .done)
            #expect(silent.counters.seen == 0)
            #expect(site.platform.requests == [])
            #expect(home.there == ["3 active []"])
            home.portal.change { $0.longer = [2] }
            try await home.sync()
            #expect(try await home.deliver().counters.created == 1)
            #expect(home.there == ["2 active []", "3 active []"])
            #expect(try await home.host.delivery.replay() == 1)
            #expect(try await home.deliver(over: refusing).refused == 1)
            #expect(try await home.deliver(over: refusing).counters.seen == 0)
            #expect(try await home.host.delivery.replay() == 1)
            #expect(try await home.deliver().outcome == .done)
            #expect(home.there == ["1 active [Law]", "2 active []", "3 active []"])
            #expect(home.attempts(learners: 1...1) == ["1 1 50% 1"])
        }
    }

    @Test("a delivery of changes alone leaves what was refused before for the next one of everything")
    func changesAlone() async throws {
        try await DeliverySite.with { site async throws in
            let home = try await DeliveryHost(site, .with(items: 3))
            defer { home.remove() }
            try await home.sync()
            let refusing = AwkwardPlatform(site.client, awkward: ["1"], .refusesItems)
            try await home.deliver(over: refusing)
            home.portal.change { $0.longer = [2] }
            try await home.sync()
            let changes = try await home.host.delivery.deliver(over: site.client, resending: false)
            #expect(changes.outcome == .done)
            #expect(changes.counters.seen == 1)
            #expect(home.there == ["2 active []", "3 active []"])
            #expect(try await home.deliver().counters.created == 1)
        }
    }
}
