import Delivery
import DeliveryTesting
import ConnectorKit
import Foundation
import ThreeSixtyLearningSimulator
import Testing

@Suite(
    .enabled(
        if: ProcessInfo.processInfo.environment["TRIBUTARY_SLOW_TESTS"] != nil,
        "slow: set TRIBUTARY_SLOW_TESTS to run it"))
struct LargeDeliveryTests {
    @Test("100,000 courses are ten submissions, three at a time, each within the limits of one answer")
    func courses() async throws {
        try await DeliverySite.with { site async throws in
            let destination = try await site.client.prepare(DeliverySite.plan)
            let size = site.client.largestBatch(of: .courses)
            try await withThrowingTaskGroup(of: Int.self) { group in
                for batch in 0..<10 {
                    group.addTask {
                        let items = (0..<size).map { number -> DeliveryItem in
                            var content = LearningObject.sample("\(batch * size + number)")
                            content.description = String(repeating: "<p>Some text</p>", count: 60)
                            return site.client.item(for: content)
                        }
                        return try await site.deliver(.courses, items, to: destination).results.count
                    }
                }
                for try await count in group { #expect(count == size) }
            }
            #expect(site.platform.courses(of: destination.id).count == 100_000)
            #expect(site.platform.operationPeak == 3)
            #expect(site.log.count { $0.hasPrefix("PUT ") } == 10)
        }
    }
}
