import ConnectorKit
import Foundation
import Model
import Store

extension StoreCase {
    static let catalog: [StoreCase] = [
        StoreCase("A complete listing makes courses, follows changes, and archives what is absent") { stage in
            let (one, two) = (Stage.object("1", "One"), Stage.object("2", "Two"))
            let first = try await stage.list([one, two], refused: [RefusedItem(id: "9", reason: "no name")])
            try check(first.changes.created, 4)
            let run = try some(try await stage.store.runs().first)
            let skipped = [SkippedItem(externalID: "9", reason: "no name")]
            try check(try await stage.store.skippedItems(of: run.id), skipped)
            try check(try await stage.list([one, two]).changes.kept, 4)
            try check(try await stage.list([Stage.object("1", "Other"), two], version: 2).updated, 4)
            try check(try await stage.courses().map(\.content.name), ["Other", "Two"])
            try check(try await stage.list([two], version: 2).changes.archived, 2)
            try check(try await stage.courses { $0.archived = .yes }.map(\.reasons), [.provider])
            try check(try await stage.store.externalIDs(of: stage.connection), ["1", "2"])
            let counts = try await stage.store.courseCounts()
            try check(counts.map(\.active), [1, 1])
            try check(counts.map(\.archived), [1, 1])
        },
        StoreCase("A page of many items is stored as many pages of few are") { stage in
            let count = 1_200
            func object(_ number: Int, _ name: String) -> LearningObject {
                Stage.object("\(number)", "\(name) \(number)") { object in
                    object.duration = number.isMultiple(of: 3) ? nil : number
                    object.language = number.isMultiple(of: 2) ? "en" : nil
                    object.description = number.isMultiple(of: 5) ? "It’s a \\ “line”,\n\tand a tab" : nil
                    object.subjects = number.isMultiple(of: 7) ? ["Safety", "Law"] : []
                    object.retiresAt = number.isMultiple(of: 11) ? Stage.start : nil
                    // What was never imported is not stored if it is unpublished.
                    object.published = !number.isMultiple(of: 13)
                }
            }
            let few = Stage(stage, over: try await stage.store.connection(provider: "demo", key: "few"))
            _ = try await stage.store.deploy(provider: "demo", group: "few", over: few.connection)
            func isSame(_ version: UInt64, _ objects: [LearningObject]) async throws {
                try await stage.list(objects, version: version)
                let parts = stride(from: 0, to: objects.count, by: 100).map {
                    Array(objects[$0..<min($0 + 100, objects.count)])
                }
                try await few.list(pages: parts, version: version)
                let courses = try await stage.courses()
                let others = try await stage.courses { $0.group = "few" }
                try check(courses.map(\.content), others.map(\.content))
                try check(courses.map(\.reasons), others.map(\.reasons))
                try check(courses.count, objects.count { $0.published })
            }
            let first = (1...count).map { object($0, "First") }
            try await isSame(1, first)
            try await isSame(2, (1...count).map { object($0, $0.isMultiple(of: 2) ? "Second" : "First") })
            let third = (1...count + 50).map { object($0, "Third") }
            try await isSame(3, third)
            // One that is named twice is what the last naming says.
            try await stage.list(third + [object(1, "Last")], version: 4)
            try check(try await stage.courses().first?.content.name, "Last 1")
            try check(try await stage.store.externalIDs(of: stage.connection).count, 1_154)
        },
        StoreCase("A listing that ends early archives nothing, and a durable one is taken up") { stage in
            let two = [Stage.object("1", "One"), Stage.object("2", "Two")]
            try await stage.list(two)
            let ended = try await stage.list([two[0]], total: 2)
            try check(ended.incomplete, "the provider ended the listing after 1 of 2 items")
            try check(try await stage.courses().count, 2)
            try await stage.list([two[0]], paging: .durableCursor, last: false)
            let run = try await stage.begin()
            var pass = try await CatalogPass(
                stage.connection, run: run, paging: .durableCursor, mappingVersion: 1,
                in: stage.store.leased())
            try check(pass.request.checkpoint, Checkpoint("next"))
            try check(pass.rows, 1)
            try await pass.restart(full: true)
            try check(pass.request.checkpoint, nil)
        },
        StoreCase("An absent item stays while a row whose id could not be read may be it") { stage in
            let two = [Stage.object("1", "One"), Stage.object("2", "Two")]
            let unread = RefusedItem(id: nil, reason: "no id")
            try await stage.list(two)
            let withheld = try await stage.list([two[0]], refused: [unread], shrink: .hold)
            try check(withheld.withheld, 1)
            try check(withheld.changes.archived, 0)
            try check(try await stage.list(two, refused: [unread], shrink: .hold).withheld, nil)
            try check(try await stage.list([two[0]], refused: [unread], shrink: .hold).changes.archived, 2)
        },
        StoreCase("A held listing says which active courses it would archive, until it is accepted") {
            stage in
            let (store, connection) = (stage.store, stage.connection)
            let all = (1...4).map { Stage.object(String($0), "Course \($0)") }
            try await stage.list(all)
            try check(try await stage.list([all[0]], shrink: .hold).held, 6)
            func held(_ groups: [String], after: Int64 = 0) async throws -> [Course] {
                try await store.heldCourses(of: connection, groups: groups, after: after, limit: 4)
            }
            try check(try await store.heldCount(of: connection, groups: []), 6)
            try check(try await store.heldCount(of: connection, groups: ["support"]), 3)
            let first = try await held([])
            try check(first.count, 4)
            try check(try await held([], after: try some(first.last).id).count, 2)
            try check(try await held(["sales"]).map(\.content.externalID), ["2", "3", "4"])
            try await stage.list([all[0]])
            try check(try await store.heldCount(of: connection, groups: []), 0)
        },
        StoreCase("What a run skipped is counted by its reason, and listed for one") { stage in
            let refused = [("5", "no name"), ("6", "no type"), ("7", "no name")].map {
                RefusedItem(id: $0, reason: $1)
            }
            try await stage.list([Stage.object("1", "One")], refused: refused)
            let run = try some(try await stage.store.runs().first).id
            let reasons = try await stage.store.skippedReasons(of: run)
            try check(
                reasons,
                [SkippedReason(reason: "no name", count: 2), SkippedReason(reason: "no type", count: 1)])
            let items = try await stage.store.skippedItems(of: run, because: "no name")
            try check(items.map(\.externalID), ["5", "7"])
            let connection = stage.connection
            try check(try await stage.store.skipReason(of: "6", over: connection), "no type")
            try check(try await stage.store.skipReason(of: "1", over: connection), nil)
        },
        StoreCase("Items that are read by their ids change courses without a listing") { stage in
            try await stage.list([Stage.object("1", "One"), Stage.object("2", "Two")])
            let raw = RawItem(id: "1", digest: 7, bytes: [])
            let known = try await stage.store.known([raw], of: stage.connection)
            let mapped = MappedItem(raw: raw, object: Stage.object("1", "Renamed"))
            let changes = try await stage.store.leased().accept(
                known, mapped: [mapped], deleted: ["2"], of: stage.connection, rule: { _ in Stage.everything }
            )
            try check(changes.archived, 2)
            try check(try await stage.courses().map(\.content.name), ["Renamed"])
            let item = try await stage.store.item(externalID: "2", of: stage.connection)
            try check(item?.offered, false)
        },
        StoreCase("Runs are recorded, closed and forgotten; a schedule goes by those that ended") { stage in
            let store = stage.store
            try await stage.finish(try await stage.begin(), .failed)
            let done = try await stage.begin(at: Stage.start + 10)
            try await stage.finish(done)
            let stats = try await stage.begin("stats", at: Stage.start + 20)
            try check(try await store.openRuns().map(\.connection), [stage.connection])
            try await store.leased().closeRuns(of: stage.connection, at: Stage.start + 30)
            try check(try await store.openRuns().count, 0)
            try check(try await store.run(stats)?.outcome, .interrupted)
            try check(try await store.run(done)?.counters.seen, 3)
            try check(try await store.runs(before: stats, limit: 1).map(\.id), [done])
            try check(try await store.newestRuns().map(\.id), [stats, done])
            try check(try await store.newestSuccesses().map(\.id), [done])
            for company in ["one", "two"] {
                _ = try await store.leased().beginRun(
                    kind: "delivery", provider: "lms", connection: .every, subject: company, groups: [],
                    at: Stage.start)
            }
            try check(Set(try await store.openRuns().map(\.subject)), ["one", "two"])
            try await store.recordStatistics(of: stage.connection, at: Stage.start + 5)
            try await store.recordEnabled(stage.deployments[0], at: Stage.start)
            let history = try await store.scheduleHistory()[stage.connection]
            try check(history, ScheduleHistory(catalog: Stage.start + 10, statistics: Stage.start + 5))
            try check(try await store.deployments().map(\.enabledAt), [Stage.start, nil])
            try check(try await store.removeRuns(before: Stage.start + 3_600), 1)
        },
        StoreCase("A deployment that moves takes its courses along; a connection has one row and one salt") {
            stage in
            let store = stage.store
            try await stage.list([Stage.object("1", "One")])
            let course = try some(try await stage.courses().first)
            let other = try await store.connection(provider: "demo", key: "two")
            try check(try await store.connection(provider: "demo", key: "two"), other)
            let three = try await store.connections([("demo", "two"), ("demo", "three"), ("demo", "two")])
            try check([three[0], three[2]], [other, other])
            try check(try await store.connection(provider: "demo", key: "three"), three[1])
            for group in ["sales", "support"] {
                _ = try await store.deploy(provider: "demo", group: group, over: other)
            }
            try check(try await stage.courses().map(\.id), [course.id])
            try check(try await store.externalIDs(of: other), ["1"])
            try check(try await store.externalIDs(of: stage.connection), [])
            try check(try await store.connections(), [stage.connection, other, three[1]])
            let salt = try await store.salt { "pepper" }
            try check(salt, try await store.salt { "sugar" })
        },
        StoreCase("Leases exclude, the change mark moves, a copy and a backup are like the store") { stage in
            let store = stage.store
            let mark = try await store.changeMark()
            try await stage.list([Stage.object("1", "One")])
            try check(try await store.changeMark() != mark, true)
            try await store.checkWritable()
            let folder = store.directory.appending(path: "copy")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let copy = try store.copy(to: folder)
            try check(copy.isCopy, true)
            try check(try await copy.externalIDs(of: stage.connection), ["1"])
            guard let lease = try store.lease("one") else {
                throw Mismatch(description: "the lease is not free")
            }
            for held in [store, copy] {
                if try held.lease("one") != nil { throw Mismatch(description: "the lease was given twice") }
            }
            lease.release()
            try await store.serve()
            _ = try await stage.begin()
            store.endServing()
            let file = folder.appending(path: "backup")
            try store.backup(to: file)
            try await stage.list([Stage.object("2", "Two")])
            try store.restore(from: file)
            try check(try await store.externalIDs(of: stage.connection), ["1"])
        },
    ]
}
