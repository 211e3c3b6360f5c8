import SimulatorSupport
import ConnectorKit
import Foundation
import Go1Simulator
import StoreTesting
import Testing
import TestSupport

/// What becomes of courses as the library changes.
@Suite struct CatalogRulesTests {
    @Test(
        "what the library loses is archived after the next sync, and comes back with it",
        arguments: ["deleted", "retired", "removed", "taken out of the library", "draft"],
        ["2025-01-01", "2022-07-01"])
    func lost(how: String, generation: String) async throws {
        try await Sandbox.with(items: 40) { sandbox in
            var group = Sandbox.Group()
            group.settings["api_version"] = "\"\(generation)\""
            try sandbox.write(group)
            let portal = sandbox.portal
            try await sandbox.sync()
            let lost = Array(portal.expectedIDs().prefix(3))
            let items = lost.compactMap(Int.init).compactMap { portal.item($0) }
            for item in items {
                switch how {
                case "deleted": portal.delete(item.id)
                case "taken out of the library": portal.update(item.id) { $0.inLibrary = false }
                default: portal.update(item.id) { $0.state = .init(rawValue: how) ?? .published }
                }
            }
            let without = try await sandbox.sync()
            #expect(without.map(\.archived) == [3])
            let courses = try await sandbox.courses()
            #expect(courses.filter { $0.archivedBecause == ["provider"] }.map(\.externalId) == lost)
            #expect(courses.filter { !$0.archived }.map(\.externalId) == portal.expectedIDs())
            #expect(courses.count == portal.expectedIDs().count + 3)

            guard how != "deleted" else { return }
            for item in items { portal.update(item.id) { $0 = item } }
            let back = try await sandbox.sync()
            #expect(back.map(\.unarchived) == [3])
            let again = try await sandbox.courses()
            #expect(again.map(\.id) == courses.map(\.id))
            #expect(again.allSatisfy { !$0.archived && $0.archivedBecause == nil })
        }
    }

    @Test("a filter neither resurrects what the provider archived nor forgets why")
    func noResurrection() async throws {
        try await Sandbox.with(items: 40) { sandbox in
            try sandbox.write(Sandbox.Group())
            try await sandbox.sync()
            let gone = try #require(sandbox.portal.expectedCourses.first { $0.language == "en" })
            try await sandbox.retire(gone.id)
            func reasons() async throws -> [String]? {
                try await sandbox.courses().first { $0.externalId == gone.id }?.archivedBecause
            }
            #expect(try await reasons() == ["provider"])
            let kept = ["--group", Sandbox.sales]
            _ = try await sandbox.start(["filters", "set", "--language", "de"] + kept).finished()
            #expect(try await reasons() == ["provider", "filter"])
            _ = try await sandbox.start(["filters", "set", "--language", "en"] + kept).finished()
            #expect(try await reasons() == ["provider"])
            _ = try await sandbox.start(["filters", "set"] + kept).finished()
            #expect(try await reasons() == ["provider"])
        }
    }

    @Test("a course archived by hand stays so through syncs and filters, until a person lifts it")
    func byHand() async throws {
        try await Sandbox.with(items: 40) { sandbox in
            try sandbox.write(Sandbox.Group())
            try await sandbox.sync()
            let course = try #require(try await sandbox.courses().first)
            let target = ["--group", Sandbox.sales, "--course", course.id]
            let archived = try await sandbox.start(["courses", "archive"] + target).finished()
            #expect(archived.output == "\(course.name): archived (manual)\n")
            try await sandbox.sync("--full")
            try await sandbox.run("filters", "set", "--group", Sandbox.sales)
            #expect(try await sandbox.courses().first?.archivedBecause == ["manual"])
            #expect(try await sandbox.courses().filter(\.archived).count == 1)
            let lifted = try await sandbox.start(["courses", "unarchive"] + target).finished()
            #expect(lifted.output == "\(course.name): active\n")
            #expect(try await sandbox.courses().allSatisfy { !$0.archived })
        }
    }

    @Test("an unpublished item that was never imported is ignored, in both generations")
    func neverImported() async throws {
        try await Sandbox.with(items: 40) { sandbox in
            var older = Sandbox.Group.engineering
            older.settings["api_version"] = "\"2022-07-01\""
            try sandbox.write(Sandbox.Group(), older)
            let draft = try #require(sandbox.portal.expectedIDs().first.flatMap(Int.init))
            sandbox.portal.update(draft) { $0.state = .draft }
            try await sandbox.sync()
            for group in [Sandbox.sales, Sandbox.engineering] {
                #expect(
                    try await sandbox.courses(of: group).map(\.externalId) == sandbox.portal.expectedIDs())
            }
        }
    }

    @Test("a bad item leaves its course as it was, is recorded with its reason, and fails nothing")
    func badItem() async throws {
        try await Sandbox.with(items: 40, { $0.awkward = false }) { sandbox in
            try sandbox.write(Sandbox.Group())
            try await sandbox.sync()
            let before = try await sandbox.contents()
            let ids = sandbox.portal.expectedIDs().prefix(3).compactMap(Int.init)
            sandbox.portal.update(ids[0]) { $0.title = nil }
            sandbox.portal.update(ids[1]) { $0.duration = "45 min" }
            sandbox.portal.update(ids[2]) { $0.updatedText = "yesterday" }
            let runs = try await sandbox.sync()
            #expect(runs.map(\.skipped) == [3])
            #expect(runs.map(\.outcome) == ["done"])
            #expect(runs.map(\.unchanged) == [before.count])
            #expect(try await sandbox.contents() == before)
            let run = try await sandbox.run("runs", "2", "--format", "ndjson")
            let record = try #require(try run.records([String: JSONValue].self).first)
            func skipped(_ id: Int, _ reason: String) -> JSONValue {
                .object(["externalId": .text(String(id)), "reason": .text(reason)])
            }
            #expect(
                record["skippedItems"]
                    == .list([
                        skipped(ids[0], "no core.title"),
                        skipped(ids[1], "relevance.duration is text; a number of minutes was expected"),
                        skipped(ids[2], "updated_time is \"yesterday\"; an ISO 8601 time was expected"),
                    ]))
        }
    }

    @Test("a sync that finds nothing new writes no item and no course")
    func nothingWritten() async throws {
        try await Sandbox.with(items: 420) { sandbox in
            try sandbox.write(Sandbox.Group(), .engineering)
            let first = try await sandbox.sync()
            let writes = try WriteCounter(sandbox.tables())
            let second = try await sandbox.sync()
            #expect(second.map(\.unchanged) == first.map(\.created))
            #expect(second.map { [$0.created, $0.updated, $0.archived, $0.unarchived] } == [[0, 0, 0, 0]])
            #expect(try writes.count() == 0)
            // That the counter counts at all:
            let id = try #require(sandbox.portal.expectedIDs().first.flatMap(Int.init))
            sandbox.portal.update(id) { $0.title = "Another title" }
            let third = try await sandbox.sync()
            #expect(third.map { [$0.updated, $0.unchanged] } == [[2, first[0].created - 2]])
            #expect(try writes.count() == 2)
            #expect(try await sandbox.courses().first { $0.externalId == "\(id)" }?.name == "Another title")
        }
    }

    @Test("a retirement date shows on the course, and only there")
    func retirementDate() async throws {
        try await Sandbox.with(items: 60) { sandbox in
            try sandbox.write(Sandbox.Group())
            let id = try #require(sandbox.portal.expectedIDs().first.flatMap(Int.init))
            for item in sandbox.portal.libraryIDs { sandbox.portal.update(item) { $0.retires = nil } }
            sandbox.portal.update(id) { $0.retires = 1_798_761_600_000 }
            try await sandbox.sync()
            let dates = try await sandbox.courses().filter { $0.retiresAt != nil }
            #expect(dates.map(\.externalId) == ["\(id)"])
            #expect(dates.map(\.retiresAt) == ["2027-01-01T00:00:00Z"])
            #expect(dates.allSatisfy { !$0.archived })
        }
    }

    @Test("a dry run says what would change and changes nothing")
    func dryRun() async throws {
        try await Sandbox.with(items: 40) { sandbox in
            try sandbox.write(Sandbox.Group())
            let all = sandbox.portal.expectedIDs()
            let ahead = try await sandbox.sync("--dry-run")
            #expect(ahead.map(\.created) == [all.count])
            let told = try await sandbox.run("sync", "catalog", "--dry-run")
            #expect(told.output.hasPrefix("go1 for Sales Academy: would be done\n"))
            // There will be no such run to look into.
            #expect(!told.output.contains("tributary runs"))
            #expect(try await sandbox.courses() == [])
            #expect(try await sandbox.runs() == [])
            try await sandbox.sync()
            try await sandbox.retire(all[0], syncing: false)
            #expect(try await sandbox.sync("--dry-run").map(\.archived) == [1])
            #expect(try await sandbox.courses().allSatisfy { !$0.archived })
            #expect(try await sandbox.runs().count == 1)
            let left = try FileManager.default.contentsOfDirectory(atPath: sandbox.folder.path + "/data")
            #expect(left.allSatisfy { !$0.hasPrefix("rehearsal") })
        }
    }
}

extension Sandbox {
    /// Retires an item at the portal, and syncs.
    fileprivate func retire(_ id: String, syncing: Bool = true) async throws {
        portal.update(try #require(Int(id))) { $0.state = .retired }
        if syncing { try await sync() }
    }
}
