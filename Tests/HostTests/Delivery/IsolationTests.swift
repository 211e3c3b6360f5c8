import ConnectorKit
import Foundation
import Host
import LMSSimulator
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
}
