import Host
import Delivery
import DeliveryTesting
import Model
import ConnectorKit
import Foundation
import ThreeSixtyLearningSimulator
import Store
import Testing

@Suite struct IsolationTests {
    @Test(
        "an item that no operation gets through with is found and told, and everything else is delivered",
        arguments: [
            ([1], AwkwardPlatform.Manner.stops, "the platform stopped: it broke"),
            ([17], .refusesBatch, "it cannot be read"),
            ([8, 40], .stops, "the platform stopped: it broke"),
        ])
    func found(_ numbers: [Int], _ manner: AwkwardPlatform.Manner, _ reason: String) async throws {
        let awkward = Set(numbers.map(String.init))
        try await DeliverySite.with { site async throws in
            let home = try await DeliveryHost(site, .with(items: 40))
            defer { home.remove() }
            try await home.sync()
            let platform = AwkwardPlatform(site.client, awkward: awkward, manner)
            let report = try await home.deliver(over: platform)
            let run = report.id.number
            #expect(report.outcome == .incomplete)
            #expect(report.error == "\(awkward.count) refused; `tributary runs \(run)` says why")
            #expect(report.counters.created == 40 - awkward.count)
            // Once again, and two for each halving down to the one.
            #expect(platform.batches.count <= 2 + 12 * awkward.count, "\(platform.batches)")
            let skipped = try await home.host.store.skippedItems(of: report.id)
            #expect(Set(skipped.map(\.externalID)) == awkward)
            #expect(Set(skipped.map(\.reason)) == [reason])
            #expect(try await home.deliver().outcome == .done)
            #expect(home.there == (1...40).map { "\($0) active []" }.sorted())
        }
    }

    @Test(
        "a platform on which every operation stops is left alone soon, and nothing is held against the items")
    func outage() async throws {
        try await DeliverySite.with { site async throws in
            let home = try await DeliveryHost(site, .with(items: 40))
            defer { home.remove() }
            try await home.sync()
            let all = Set((1...40).map(String.init))
            for _ in 1...4 {
                let platform = AwkwardPlatform(site.client, awkward: all)
                let report = try await home.deliver(over: platform)
                #expect(report.outcome == .incomplete)
                #expect(
                    report.error
                        == "the platform stopped: it broke; 40 still to be sent; the next delivery goes on")
                #expect(platform.batches.count == 21)
            }
            let report = try await home.deliver()
            #expect(report.error == nil)
            #expect(report.counters.created == 40)
            #expect(report.counters.skipped == 0)
        }
    }

    @Test("an item that cannot be sent even alone keeps nothing that comes after it, and is told at the end")
    func lone() async throws {
        try await DeliverySite.with { site async throws in
            let home = try await DeliveryHost(site, .with(items: 6))
            defer { home.remove() }
            try await home.sync()
            let report = try await home.deliver(
                over: AwkwardPlatform(site.client, awkward: ["1"], size: 1))
            #expect(report.error == "1 refused; `tributary runs \(report.id.number)` says why")
            #expect(home.there == (2...6).map { "\($0) active []" })
            let skipped = try await home.host.store.skippedItems(of: report.id)
            #expect(skipped.map(\.externalID) == ["1"])
            #expect(skipped.map(\.reason) == ["the platform stopped: it broke"])
            #expect(try await home.deliver().outcome == .done)
            #expect(home.there == (1...6).map { "\($0) active []" })
        }
    }

    @Test("an item that cannot be sent where nothing else is to be waits, and is not held against it")
    func alone() async throws {
        try await DeliverySite.with { site async throws in
            let home = try await DeliveryHost(site, .with(items: 1))
            defer { home.remove() }
            home.portal.enrol(enrolment("e1", 1, "a1", 1, 2))
            try await home.sync()
            for _ in 1...4 {
                let report = try await home.deliver(over: AwkwardPlatform(site.client, awkward: ["1"]))
                #expect(
                    report.error
                        == "the platform stopped: it broke; 1 still to be sent; the next delivery goes on")
                #expect(report.counters.skipped == 0)
            }
            #expect(try await home.deliver(over: AwkwardPlatform(site.client)).counters.created == 1)
            #expect(home.attempts(learners: 1...1) == ["1 1 50% 1"])
        }
    }

    @Test("a statistic that cannot be sent where nothing else is to be is tried twice a delivery, and waits")
    func statistic() async throws {
        try await DeliverySite.with { site async throws in
            let home = try await DeliveryHost(site, .with(items: 1))
            defer { home.remove() }
            try await home.sync()
            try await home.deliver()
            home.portal.enrol(enrolment("e1", 1, "a1", 1, 2))
            try await home.sync()
            let key = site.client.item(
                for: LearnerStatistic(
                    externalID: "1", mail: User.learner(1).mail, firstActivity: hour(1),
                    lastActivity: hour(2), progress: 50)
            ).key
            let platform = AwkwardPlatform(site.client, awkward: [key])
            let report = try await home.deliver(over: platform)
            #expect(
                report.error
                    == "the platform stopped: it broke; 1 still to be sent; the next delivery goes on")
            #expect(platform.batches == [1, 1])
            #expect(try await home.deliver().statistics == 1)
        }
    }
}
