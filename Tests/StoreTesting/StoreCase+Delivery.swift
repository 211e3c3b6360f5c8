import ConnectorKit
import Foundation
import Model
import Store

extension StoreCase {
    static let delivery: [StoreCase] = [
        StoreCase("What a platform was not told is due, until it is accepted, refused or forgotten") {
            stage in
            let (store, sales) = (stage.store, stage.deployments[0])
            try await stage.list([Stage.object("1", "One"), Stage.object("2", "Two")])
            _ = try await stage.record([stage.enrolment("a", of: "x")], emails: ["x": "x@example.com"])
            try check(try await store.undelivered(of: stage.deployments).map(\.pending), [2, 2])
            try check(try await store.deploymentsWithActiveCourses(), Set(stage.deployments.map(\.id)))
            let place = try await store.keepDestination(
                "r", of: sales.id, company: "c", plan: "p", rendering: "1")
            try check(try await store.destinations(of: "c"), [place])
            try await store.refreshOutbox(of: "c", at: Stage.start)
            // A statistic waits for its course.
            try check(try await store.deliveryBacklog(of: "c").map(\.pending), [2])
            let run = try await stage.begin("delivery")
            try check(try await store.destinationsWithWork(of: "c", run: run), [place.id])
            func courses(_ work: DeliveryWork = .courses) async throws -> [DueCourse] {
                try await store.dueCourses(work, in: place.id, run: run, after: nil, limit: 9)
            }
            let due = try await courses()
            try check(due.map(\.content.name), ["One", "Two"])
            let items = due.map { BatchItem(id: $0.id, key: $0.content.externalID, digest: "d") }
            let batch = try await store.beginBatch(.courses, items, to: place.id, at: Stage.start)
            try await store.setOperation("op", of: batch.id)
            try check(try await store.sentBatches(of: "c").map(\.items), [items])
            try check(try await store.knownOperations(), ["op"])
            var results = DeliveryResults()
            results.accepted = [(due[0].id, "res")]
            results.refused = [(due[1].id, "bad", false)]
            try check(try await store.record(results, of: batch, in: run), 1)
            try check(try await store.sentBatches(of: "c").count, 0)
            try check(try await store.refusedWaiting(of: "c", in: run), 1)
            try check(try await store.refusedDeliveries(of: "c").map(\.reason), ["bad"])
            try await store.leaveOut([due[1].id], in: nil)
            try check(try await courses().map(\.id), [due[1].id])
            try await store.leaveOutRefused(of: "c", in: run)
            try check(try await courses().count, 0)
            // Refused three times it is set aside.
            for _ in 0..<2 { try await store.record(refused(due[1].id), of: .courses, in: run) }
            try check(try await store.deliveryBacklog(of: "c").map(\.setAside), [1])
            try check(try await store.replayDeliveries(of: "c"), 1)
            try await store.recordUnchanged([items[1]], of: .courses)
            try check(try await store.waiting(.statistics, of: "c"), 1)
            let statistics = try await store.dueStatistics(in: place.id, run: run, skipping: 0, limit: 9)
            try check(statistics.map(\.mail), ["x@example.com"])
            try await store.record(refused(statistics[0].id, isUnmatched: true), of: .statistics, in: run)
            try check(try await store.learners(of: [statistics[0].id])[statistics[0].id]?.unmatched, "bad")
            try check(try await store.skippedItems(of: run).count, 4)
            // What is archived in the group is archived there, and what changed is sent again.
            _ = try await store.setManualArchive(
                true, course: try some(try await stage.courses().last).id, group: "sales")
            try await stage.list([Stage.object("1", "Other"), Stage.object("2", "Two")], version: 2)
            try await store.refreshOutbox(of: "c", at: Stage.start)
            try check(try await courses(.archive).map(\.content.externalID), ["2"])
            let changed = try await courses()
            try check(changed.map(\.resource), ["res"])
            try await store.keepOwned(["tag"], for: changed[0].id)
            try check(try await courses().first?.owned, ["tag"])
            var missing = DeliveryResults()
            missing.missing = [changed[0].id]
            try await store.record(missing, of: .courses, in: run)
            try await store.refreshOutbox(of: "c", at: Stage.start)
            try check(try await courses().map(\.digest), [nil])
            try await store.forgetDestination(place.id)
            try check(try await store.deliveryBacklog(of: "c").map(\.pending), [0])
        }
    ]

    private static func refused(_ id: OutboxID, isUnmatched: Bool = false) -> DeliveryResults {
        var results = DeliveryResults()
        results.refused = [(id, "bad", isUnmatched)]
        return results
    }
}
