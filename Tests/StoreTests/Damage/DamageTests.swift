import ConnectorKit
import Foundation
import Model
import PostgresTesting
import StoreTesting
import TestSupport
import Testing

@testable import Store

@Suite(.storesAreFiles) struct DamageTests {
    /// A sentence of one line that says where.
    private static func expectSentences(_ errors: [StoreError], _ folder: URL, _ comment: Comment) {
        let path = folder.appending(path: "tributary.sqlite").path
        for error in errors {
            #expect(error.description.hasPrefix("\(path): "), comment)
            #expect(!error.description.contains("\n"), comment)
        }
    }

    @Test(
        "Whatever is damaged in the file, everything ends with a result or a sentence, and what is saved opens",
        arguments: 0..<(isSlow ? 40 : 8) as Range<UInt64>)
    func seeded(_ seed: UInt64) async throws {
        let whole = try await DamagedStore()
        for number in 0..<4 {
            var random = SeededRandom(seed: seed, number)
            let bytes = whole.damaged(&random)
            let comment = Comment("seed \(seed), \(number)")
            try await DamagedStore.with(bytes) { folder in
                Self.expectSentences(await StoreUse(folder).refusals, folder, comment)
            }
            try await DamagedStore.with(bytes) { folder in
                let saved = folder.appending(path: "saved.sqlite")
                do throws(StoreError) {
                    do throws(StoreError) {
                        try Store(directory: folder, environment: "production", plainText: { $0 })
                            .backup(to: saved)
                    } catch {
                        guard case .damaged = error else { throw error }
                        _ = try Store.salvage(folder, to: saved)
                    }
                } catch {
                    // Nothing at all could be read: then no file pretends to be a backup.
                    #expect(!FileManager.default.fileExists(atPath: saved.path), comment)
                    return
                }
                try await DamagedStore.with(try Data(contentsOf: saved)) { folder in
                    let file = try StoreFile(folder.appending(path: "tributary.sqlite"))
                    #expect(try file.texts("PRAGMA integrity_check") == ["ok"], comment)
                    let refusals = await StoreUse(folder).refusals
                    let damages = refusals.filter { if case .damaged = $0 { true } else { false } }
                    #expect(damages == [], comment)
                }
            }
        }
    }

    @Test(
        "A page that cannot be read costs the texts on it, all courses are saved, and the loss is said"
    )
    func page() async throws {
        let whole = try await DamagedStore()
        let name = Data("Course number 200".utf8)
        let place = try #require(whole.bytes.range(of: name))
        let page = place.lowerBound / 4_096 * 4_096
        var bytes = whole.bytes
        bytes.replaceSubrange(page..<page + 4_096, with: Data(count: 4_096))
        try await DamagedStore.with(bytes) { folder in
            let store = try Store(directory: folder, environment: "production", plainText: { $0 })
            let error = await #expect(throws: StoreError.self) {
                try await store.forEachCourse(CourseQuery(group: "sales")) { _ in }
            }
            let file = folder.appending(path: "tributary.sqlite").path
            #expect(
                error?.description
                    == "\(file): damaged (database disk image is malformed); `tributary backup` saves what can be read, and `tributary restore` brings a backup back"
            )
            let saved = folder.appending(path: "saved.sqlite")
            let lost = try #require(try store.backup(to: saved))
            #expect(lost.dropFirst().allSatisfy { $0.contains("belong to lost ones") }, "\(lost)")
            let rows = try #require(lost.first?.wholeMatch(of: /item_text: the rows (\d+) to (\d+)/)?.output)
            let gone = try #require(Int(rows.1))...(try #require(Int(rows.2)))
            #expect(gone.contains(200) && gone.count < 12)
            // Courses without their texts are named by their ids, and the next listing brings back what was lost.
            let folder = folder.appending(path: "other")
            let other = try Store(directory: folder, environment: "production", plainText: { $0 })
            try other.restore(from: saved)
            var query = CourseQuery(group: "sales")
            query.archived = .any
            let found = Collected<Course>()
            try await other.forEachCourse(query) { found.add($0) }
            let names = Dictionary(
                uniqueKeysWithValues: found.all.map { ($0.content.externalID, $0.content.name) })
            #expect(
                names
                    == Dictionary(
                        uniqueKeysWithValues: (1...DamagedStore.items).map {
                            ("\($0)", gone.contains($0) ? "\($0)" : "Course number \($0)")
                        }))
            let connection = try #require(try await other.connections().first)
            let again = StoreFixture(
                folder: folder, store: other, connection: connection,
                deployments: try await other.deployments())
            try await again.list(
                (1...DamagedStore.items).map { object(String($0), name: "Course number \($0)") })
            #expect(
                try await again.courses().map(\.content.name)
                    == (1...DamagedStore.items).map(\.description).sorted().map { "Course number \($0)" })
            let summary = try await other.summary(of: .everybody)
            let attempts = Collected<Attempt>()
            try await other.forEachAttempt(AttemptQuery()) { attempts.add($0) }
            #expect(summary.attempts >= attempts.all.count)
        }
    }

    /// More in a slow run.
    private static let isSlow = ProcessInfo.processInfo.environment["TRIBUTARY_SLOW_TESTS"] != nil

    private static let tables: [String] = {
        let folder = URL.temporary("tables")
        defer { folder.remove() }
        _ = try? Store(directory: folder, environment: "test", plainText: { $0 })
        return (try? StoreFile(folder.appending(path: "tributary.sqlite")).tables()) ?? []
    }()

    @Test("No value that a damaged file may hold stops the program", arguments: tables)
    func values(_ table: String) async throws {
        let whole = try await DamagedStore()
        let columns = try await DamagedStore.with(whole.bytes) { folder in
            try StoreFile(folder.appending(path: "tributary.sqlite")).columns(of: table)
        }
        #expect(!columns.isEmpty)
        for column in columns {
            let numbers = ["-9223372036854775807 - 1", "9223372036854775807", "9e999", "'text'"]
            let texts = ["char(0) || 'x' || char(0)", "9223372036854775807", "x'FF00FE'"]
            let all = column.isNumber ? numbers : texts
            let values = Self.isSlow ? all[...] : all.prefix(column.isNumber ? 2 : 1)
            for value in values {
                try await DamagedStore.with(whole.bytes) { folder in
                    let file = folder.appending(path: "tributary.sqlite")
                    try StoreFile.put(value, into: column.name, of: table, in: file)
                    let refusals = await StoreUse(folder).refusals
                    Self.expectSentences(refusals, folder, "\(table).\(column.name) = \(value)")
                }
            }
        }
    }
}
