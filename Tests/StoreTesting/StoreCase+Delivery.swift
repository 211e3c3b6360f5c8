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
            let place = try await store.leased().keepDestination(
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
            let batch = try await store.leased().beginBatch(.courses, items, to: place.id, at: Stage.start)
            try await store.leased().setOperation("op", of: batch.id)
            try check(try await store.sentBatches(of: "c").map(\.items), [items])
            try check(try await store.knownOperations(), ["op"])
            var results = DeliveryResults()
            results.accepted = [(due[0].id, "res")]
            results.refused = [(due[1].id, "bad", false)]
            try check(try await store.leased().record(results, of: batch, in: run), 1)
            try check(try await store.sentBatches(of: "c").count, 0)
            try check(try await store.refusedWaiting(of: "c", in: run), 1)
            try check(try await store.refusedDeliveries(of: "c").map(\.reason), ["bad"])
            try await store.leased().leaveOut([due[1].id], in: nil)
            try check(try await courses().map(\.id), [due[1].id])
            try await store.leased().leaveOutRefused(of: "c", in: run)
            try check(try await courses().count, 0)
            // Refused three times it is set aside.
            for _ in 0..<2 { try await store.leased().record(refused(due[1].id), of: .courses, in: run) }
            try check(try await store.deliveryBacklog(of: "c").map(\.setAside), [1])
            try check(try await store.replayDeliveries(of: "c"), 1)
            try await store.leased().recordUnchanged([items[1]], of: .courses)
            try check(try await store.waiting(.statistics, of: "c"), 1)
            let statistics = try await store.dueStatistics(in: place.id, run: run, skipping: 0, limit: 9)
            try check(statistics.map(\.mail), ["x@example.com"])
            try await store.leased().record(
                refused(statistics[0].id, isUnmatched: true), of: .statistics, in: run)
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
            try await store.leased().keepOwned(["tag"], for: changed[0].id)
            try check(try await courses().first?.owned, ["tag"])
            var missing = DeliveryResults()
            missing.missing = [changed[0].id]
            try await store.leased().record(missing, of: .courses, in: run)
            try await store.refreshOutbox(of: "c", at: Stage.start)
            try check(try await courses().map(\.digest), [nil])
            try await store.leased().forgetDestination(place.id)
            try check(try await store.deliveryBacklog(of: "c").map(\.pending), [0])
        },
        StoreCase("The ledger follows what a platform holds, and what that leaves to do is due") { stage in
            let (store, sales) = (stage.store, stage.deployments[0])
            try await stage.list((1...3).map { Stage.object("\($0)", "Course \($0)") })
            _ = try await stage.record([stage.enrolment("a", of: "x")], emails: ["x": "x@example.com"])
            let place = try await store.leased().keepDestination(
                "r", of: sales.id, company: "c", plan: "p", rendering: "1")
            let run = try await stage.begin("delivery")
            try check(try await store.firstRun(of: "delivery"), Stage.start)
            try check(try await store.firstRun(of: "reconcile"), nil)
            func due(_ work: DeliveryWork) async throws -> [DueCourse] {
                try await store.refreshOutbox(of: "c", at: Stage.start)
                return try await store.dueCourses(work, in: place.id, run: run, after: nil, limit: 9)
            }
            func accept(_ work: DeliveryWork) async throws {
                var results = DeliveryResults()
                results.accepted = try await due(work).map { ($0.id, "r\($0.content.externalID)") }
                results.remarks = results.accepted.prefix(1).map { ($0.id, "not whole") }
                try await store.leased().record(results, of: work, in: run)
            }
            try await accept(.courses)
            try check(try await store.skippedItems(of: run).map(\.reason), ["not whole"])
            let all = try await store.deliveredCourses(in: place, after: nil, limit: 9)
            try check(all.map(\.resource), ["r1", "r2", "r3"])
            try check(all.map(\.isToldContent), [true, true, true])
            try check(
                try await store.deliveredCourses(["r2", "r9"], in: place).mapValues(\.id), ["r2": all[1].id])
            try check(
                try await store.deliveredCourses(in: place, after: all[1].id, limit: 9).map(\.id), [all[2].id]
            )
            func correct(_ index: Int, _ correction: LedgerCorrection) async throws {
                try await store.leased().correct([(all[index].id, correction)], in: place.id)
            }
            // Archived there: it stays so, and nothing is sent; lifted, it is taken out of the archive.
            try await correct(0, .archivedByPerson)
            try check(try await store.course(all[0].id)?.reasons, .platform)
            try check(try await due(.restore).count + due(.archive).count, 0)
            _ = try await store.setManualArchive(false, course: all[0].id, group: "sales")
            try check(try await due(.restore).map(\.resource), ["r1"])
            try await correct(0, .archivedByPerson)
            try await correct(0, .restoredByPerson)
            try check(try await store.course(all[0].id)?.reasons, [])
            try await correct(0, .archived(true))
            try check(try await due(.restore).count, 1)
            try await correct(0, .archived(false))
            // Other content, other tags, another course, none at all.
            try await correct(1, .contentDiffers)
            try check(try await due(.courses).map(\.content.externalID), ["2"])
            try await correct(1, .tagsDiffer)
            try await correct(1, .keepsOwn("title=ours"))
            try await correct(1, .known(resource: "r2a"))
            try check(try await store.deliveredCourses(["r2a"], in: place).values.map(\.own), ["title=ours"])
            try await accept(.courses)
            try await correct(2, .remade(resource: "r3a"))
            try await correct(2, .gone)
            try check(try await due(.courses).map(\.content.externalID), ["3"])
            // Statistics: one that closes an attempt is sent again, one that the platform lost too.
            let new = try await store.newStatistics(in: place.id, limit: 9)
            try check(new.map(\.statistic.mail), ["x@example.com"])
            func send() async throws -> [DueStatistic] {
                try await store.refreshOutbox(of: "c", at: Stage.start)
                let due = try await store.dueStatistics(in: place.id, run: run, skipping: 0, limit: 9)
                guard !due.isEmpty else { return [] }
                let items = due.map { BatchItem(id: $0.id, key: $0.externalID, digest: "d") }
                let batch = try await store.leased().beginBatch(
                    .statistics, items, to: place.id, at: Stage.start)
                var results = DeliveryResults()
                results.accepted = due.map { ($0.id, nil) }
                try await store.leased().record(results, of: batch, in: run)
                return due
            }
            try check(try await send().map(\.opened), [nil])
            try check(try await send().count, 0)
            let course = new[0].course
            let sent = try await store.deliveredStatistics(of: [course], in: place.id)
            try check(sent, [course: [new[0].statistic]])
            let opened = OpenedAttempt(enrolment: new[0].statistic.enrolment, at: Stage.start, isTimed: false)
            try await store.leased().close([opened], in: place.id)
            try check(try await send().map(\.opened), [opened])
            try check(try await send().count, 0)
            try await store.leased().forgetStatistics([opened.enrolment], in: place.id)
            try check(try await send().count, 1)
            try await store.leased().note([("1", "found"), (nil, "deleted")], of: sales.id, in: run)
            try check(try await store.skippedItems(of: run).map(\.reason).suffix(2), ["found", "deleted"])
        },
    ]

    private static func refused(_ id: OutboxID, isUnmatched: Bool = false) -> DeliveryResults {
        var results = DeliveryResults()
        results.refused = [(id, "bad", isUnmatched)]
        return results
    }
}
