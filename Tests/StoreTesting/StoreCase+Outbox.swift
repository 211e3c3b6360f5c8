import ConnectorKit
import Foundation
import Model
import Store

extension StoreCase {
    static let outbox: [StoreCase] = [
        StoreCase("An outbox follows each change that it is made of, and is left as it is without one") {
            stage in
            let (store, sales) = (stage.store, stage.deployments[0])
            try await stage.list([Stage.object("1", "One"), Stage.object("2", "Two")])
            _ = try await stage.record([stage.enrolment("a", of: "x")], emails: ["x": "x@example.com"])
            let place = try await store.leased().keepDestination(
                "r", of: sales.id, company: "c", plan: "p", rendering: "1")
            let run = try await stage.begin("delivery")
            func refresh() async throws {
                try await store.refreshOutbox(of: "c", onlyIfChanged: true, at: Stage.start)
            }
            func courses(_ work: DeliveryWork) async throws -> [String] {
                try await store.dueCourses(work, in: place.id, run: run, after: nil, limit: 9).map(
                    \.content.externalID)
            }
            func mails() async throws -> [String] {
                try await store.dueStatistics(in: place.id, run: run, skipping: 0, limit: 9).map(\.mail)
            }
            func deliver() async throws {
                for work in [DeliveryWork.courses, .archive, .restore, .tags] {
                    let due = try await store.dueCourses(work, in: place.id, run: run, after: nil, limit: 9)
                    var results = DeliveryResults()
                    results.accepted = due.map { ($0.id, "r\($0.content.externalID)") }
                    try await store.leased().record(results, of: work, in: run)
                }
            }
            try await refresh()
            try check(try await courses(.courses), ["1", "2"])
            try await deliver()
            try check(try await mails(), ["x@example.com"])
            // The ledger says otherwise, but nothing else has changed.
            let ids = try await store.deliveredCourses(in: place, after: nil, limit: 9).map(\.id)
            try await store.leased().correct([(ids[0], .contentDiffers)], in: place.id)
            try await refresh()
            try check(try await courses(.courses), [])
            try await store.refreshOutbox(of: "c", at: Stage.start)
            try check(try await courses(.courses), ["1"])
            try await deliver()
            // Nor is what was looked at while a delivery changed the ledger.
            try await refresh()
            try await store.leased().correct([(ids[0], .contentDiffers)], in: place.id)
            try await store.leased().expireOutboxes(of: "c")
            try await refresh()
            try check(try await courses(.courses), ["1"])
            try await deliver()
            try await store.refreshOutbox(of: "c", at: Stage.start)
            // What a delivery made is not taken for what stands.
            try await store.leased().correct([(ids[0], .contentDiffers)], in: place.id)
            try await refresh()
            try check(try await courses(.courses), ["1"])
            try await deliver()
            // Content, archive, tags by hand, the switch of tags, enrolments, addresses.
            try await stage.list([Stage.object("1", "Other"), Stage.object("2", "Two")], version: 2)
            try await refresh()
            try check(try await courses(.courses), ["1", "2"])
            try await deliver()
            _ = try await store.setManualArchive(true, course: ids[1], group: "sales")
            try await refresh()
            try check(try await courses(.archive), ["2"])
            _ = try await store.setManualArchive(false, course: ids[1], group: "sales")
            try await refresh()
            try check(try await courses(.archive), [])
            let first = try some(try await store.course(ids[0]))
            _ = try await store.addTags([try some(TagName("Ours"))], to: first)
            try await refresh()
            try check(try await courses(.tags), ["1"])
            _ = try await store.removeTags([try some(TagName("Ours"))], from: first)
            try await refresh()
            try check(try await courses(.tags), [])
            _ = try await stage.record([stage.enrolment("b", of: "y")], emails: ["y": "y@example.com"])
            try await refresh()
            try check(try await mails().sorted(), ["x@example.com", "y@example.com"])
            _ = try await stage.record([], emails: ["x": "new@example.com"])
            try await refresh()
            try check(try await mails().sorted(), ["new@example.com", "y@example.com"])
        }
    ]
}
