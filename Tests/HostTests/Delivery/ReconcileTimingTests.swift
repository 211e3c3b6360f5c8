import ConnectorKit
import DeliveryTesting
import Foundation
import Host
import Model
import Store
import Testing

@testable import Delivery

@Suite struct ReconcileTimingTests {
    @Test(
        "reconciles come on Sundays at 04:00 in the zone of the schedules",
        arguments: [
            ("2026-11-29T02:59:59Z", "+01:00", "2026-11-22T03:00:00Z"),
            ("2026-11-29T03:00:00Z", "+01:00", "2026-11-29T03:00:00Z"),
            ("2026-12-05T23:00:00Z", "+01:00", "2026-11-29T03:00:00Z"),
            // The Sundays on which the clocks change.
            ("2026-03-29T12:00:00Z", "Europe/Paris", "2026-03-29T02:00:00Z"),
            ("2026-10-25T12:00:00Z", "Europe/Paris", "2026-10-25T03:00:00Z"),
            ("2026-11-28T18:00:00Z", "Asia/Tokyo", "2026-11-21T19:00:00Z"),
            ("2026-11-28T19:00:00Z", "Asia/Tokyo", "2026-11-28T19:00:00Z"),
        ])
    func times(_ now: String, _ zone: String, _ expected: String) throws {
        let zone = try #require(
            zone.hasPrefix("+") ? TimeZone(secondsFromGMT: 3_600) : TimeZone(identifier: zone))
        let last = ReconcileTiming.last(upTo: try #require(Timestamp.date(now)), in: zone)
        #expect(Timestamp.text(last) == expected)
    }

    @Test("one is due once a week, and none before anything was delivered")
    func due() async throws {
        try await DeliverySite.with { site async throws in
            let home = try await DeliveryHost(site, .with(items: 1))
            defer { home.remove() }
            let service = home.host.delivery
            #expect(try await !service.isReconcileDue(since: .distantFuture))
            try await home.sync()
            try await home.deliver()
            let sunday = site.now() + 1
            #expect(try await !service.isReconcileDue(since: .distantPast))
            #expect(try await service.isReconcileDue(since: sunday))
            try await site.clock.sleep(for: .seconds(2))
            // One that could not be done does not count.
            try site.strike("503=1")
            #expect(try await home.reconcile().outcome == .failed)
            #expect(try await service.isReconcileDue(since: sunday))
            try site.strike()
            #expect(try await home.reconcile().outcome == .done)
            #expect(try await !service.isReconcileDue(since: sunday))
            #expect(try await service.isReconcileDue(since: site.now() + 7 * 86_400))
            _ = try #require(try await service.reconcileBySchedule())
            let trail = try await home.host.store.audit(before: .max, limit: 1)
            #expect(trail.map(\.who) == ["schedule"])
            #expect(trail.map(\.what) == ["reconcile"])
            #expect(trail.map(\.isFinished) == [true])
        }
    }
}
