import Host
import Delivery
import DeliveryTesting
import Model
import ConnectorKit
import Foundation
import ThreeSixtyLearningSimulator
import Store
import Testing

@Suite struct CutOffTests {
    private struct Outcome: Equatable {
        let courses: [String]
        let attempts: [String]
        let tags: [String]
    }

    @Test(
        "a process that is gone at any step leaves what the next one brings to the same end, nothing doubled")
    func everyStep() async throws {
        let (undisturbed, _) = try await outcome(cutAt: nil)
        #expect(
            undisturbed.courses == [
                "1 active [Law]", "2 archived []", "3 active []", "4 archived []", "5 active []",
                "6 archived []",
                "7 active [Law]",
            ])
        #expect(undisturbed.attempts == ["1 1 100% 1", "1 1 50% 3", "7 2 50% 1"])
        #expect(undisturbed.tags == ["Law"])
        var cut = 1
        while true {
            let (outcome, wasCut) = try await outcome(cutAt: cut)
            #expect(outcome == undisturbed, "cut at step \(cut)")
            guard wasCut > 0 else { break }
            cut += 1
        }
        // Every batch, every call and every answer of the delivery was cut off once.
        #expect(cut > 25)
    }

    /// A delivery with work of every kind, cut off at a step, and the delivery after it.
    ///
    /// - Returns: what the platform has at the end, and 1 where the delivery came to that step.
    private func outcome(cutAt step: Int?) async throws -> (Outcome, Int) {
        try await DeliverySite.with { site async throws in
            var home = try await DeliveryHost(site, .with(items: 6))
            defer { home.remove() }
            try await home.sync()
            try await home.deliver()
            home = try await home.next(languages: ["en"])
            try await home.deliver()
            home.portal.change { $0.items.append(7) }
            home.portal.enrol(
                enrolment("e1", 1, "a1", 1, 2, .completed), enrolment("e2", 1, "a1", 3, 4),
                enrolment("e3", 7, "a2", 1, 2))
            home = try await home.next(languages: ["fr"])
            try await home.sync()
            try await home.tag("1", "Law")
            try await home.tag("7", "Law")
            var wasCut = 0
            if let step {
                let stopping = StoppingPlatform(site.client, over: home.host.store, at: step)
                try await home.deliver(over: stopping)
                if let left = stopping.left {
                    wasCut = 1
                    home.remove()
                    home = try await home.next(folder: left.directory, languages: ["fr"])
                }
            }
            let report = try await home.deliver(over: site.another())
            #expect(report.outcome == .done, "\(report.error ?? "") after step \(step ?? 0)")
            site.platform.clearRequests()
            #expect(try await home.deliver().counters.seen == 0)
            #expect(site.platform.requests == [])
            let outcome = Outcome(
                courses: home.there, attempts: home.attempts(learners: 1...3),
                tags: site.platform.tags.map(\.name))
            home.remove()
            return (outcome, wasCut)
        }
    }
}
