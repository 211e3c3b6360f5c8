import ConnectorKit
import Foundation
import Model
import Postgres
import PostgresTesting
import StoreTesting
import Synchronization
import TestSupport
import Testing

@testable import Store

/// A store that moves to another place.
@Suite struct MigrationTests {
    /// A folder and a database, both of which go afterwards.
    private struct Places {
        let folder: URL
        let database: String

        static func with<Value>(_ body: (Places) async throws -> Value) async throws -> Value {
            let folder = URL.temporary("migration")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { folder.remove() }
            let database = try PostgresServer.database()
            defer { PostgresServer.drop(database) }
            return try await body(Places(folder: folder, database: database))
        }

        func directory(_ name: String) -> StorePlace { .directory(folder.appending(path: name)) }

        var postgres: StorePlace { .postgres(url: database) }

        func open(_ place: StorePlace) throws -> Store {
            try Store.open(
                at: place, directory: folder.appending(path: "files"), environment: "test",
                plainText: { $0 })
        }

        func move(
            _ source: StorePlace, _ target: StorePlace,
            arrived: (Store) async throws(StoreError) -> Void = { _ throws(StoreError) in }
        ) async throws -> StoreMigration.Report {
            try await StoreMigration(from: source, to: target, plainText: { $0 })
                .run({ _ in }, arrived: arrived)
        }

        /// How many rows each table of a store has, and their sums.
        func sums(_ place: StorePlace) throws -> [String: TableSum] {
            let transaction = try place.mover { $0 }.hold()
            return try transaction.run { side in
                try Dictionary(
                    uniqueKeysWithValues: PortableTable.all().map { ($0.name, try TableSum($0, side.db)) })
            }
        }

        func isEmpty() throws -> Bool {
            let server = try PostgresConnection(try PostgresSettings(url: database))
            return try server.run("SELECT to_regclass('meta') IS NULL AND to_regclass('item') IS NULL")
                == "t"
        }
    }

    private static let isSlow = ProcessInfo.processInfo.environment["TRIBUTARY_SLOW_TESTS"] != nil
    /// What each story of the store's suite leaves; of some of them if time counts.
    private static let stories = StoreCase.all.enumerated()
        .filter { isSlow || $0.offset.isMultiple(of: 5) }.map(\.element)

    /// Some courses, learners and attempts.
    private func fill(_ store: Store) async throws {
        let story = try #require(StoreCase.all.first { $0.name.contains("attempt") })
        try await story.run(store)
    }

    @Test(
        "Whatever a store holds is in a database as it was in a file, and in a file again",
        arguments: stories)
    func moves(_ story: StoreCase) async throws {
        try await Places.with { places in
            try await story.run(places.open(places.directory("one")))
            let sums = try places.sums(places.directory("one"))
            let report = try await places.move(places.directory("one"), places.postgres)
            #expect(report.rows == sums.values.reduce(0) { $0 + $1.rows })
            #expect(try places.sums(places.postgres) == sums)
            _ = try await places.move(places.postgres, places.directory("two"))
            #expect(try places.sums(places.directory("two")) == sums)
        }
    }

    @Test("The old store refuses everything and names the new one, from the moment on that this counts")
    func moved() async throws {
        try await Places.with { places in
            let one = places.directory("one")
            let old = try places.open(one)
            try await fill(old)
            let deployment = try #require(try await old.deployments().first)
            let refusal = StoreError.moved(
                "\(places.folder.path)/one/tributary.sqlite: `tributary migrate` moved this store to \(try PostgresSettings(url: places.database).place); let tributary.yaml name that one, or bring it back from there"
            )
            // What is begun meanwhile waits, and then is not lost in a store that nobody reads any more.
            let late = Mutex<Task<Void, any Error>?>(nil)
            _ = try await places.move(one, places.postgres) { _ throws(StoreError) in
                late.withLock { $0 = Task { try await old.setTagSync(true, of: deployment) } }
            }
            await #expect(throws: refusal) { try await late.withLock { $0 }?.value }
            await #expect(throws: refusal) { try await old.setTagSync(true, of: deployment) }
            await #expect(throws: refusal) { try await old.checkWritable() }
            #expect(throws: refusal) { try places.open(one) }
            let new = try places.open(places.postgres)
            #expect(try await new.deployments() == old.deployments())

            // And so does a database, of which the way leads back to where the first file is kept beside the second.
            _ = try await places.move(places.postgres, one)
            await #expect(throws: StoreError.self) { try await new.setTagSync(true, of: deployment) }
            await #expect(throws: StoreError.self) { try await new.checkWritable() }
            #expect(throws: StoreError.self) { try places.open(places.postgres) }
            try await places.open(one).setTagSync(true, of: deployment)
            let files = try FileManager.default.contentsOfDirectory(atPath: "\(places.folder.path)/one")
            #expect(files.count { $0.hasPrefix("moved-") && $0.hasSuffix(".sqlite") } == 1)
            #expect(!files.contains("migration"))
            // The database may be the target once more.
            _ = try await places.move(one, places.postgres)
            #expect(try await places.open(places.postgres).deployments().map(\.tags).contains(true))
        }
    }

    @Test("Numbers go on after the last that was ever given")
    func numbers() async throws {
        try await Places.with { places in
            let store = try places.open(places.directory("one"))
            let first = try await store.beginAudit(who: "a", what: "b", subject: "c", before: nil, at: Date())
            try await store.dropAudit(first)
            _ = try await places.move(places.directory("one"), places.postgres)
            let next = try await places.open(places.postgres)
                .beginAudit(who: "a", what: "b", subject: "c", before: nil, at: Date())
            #expect(next == first + 1)
            try await places.open(places.postgres).dropAudit(next)
            _ = try await places.move(places.postgres, places.directory("two"))
            #expect(
                try await places.open(places.directory("two"))
                    .beginAudit(who: "a", what: "b", subject: "c", before: nil, at: Date()) == next + 1)
        }
    }

    @Test("A place that has a store already is refused, and is as it was")
    func taken() async throws {
        try await Places.with { places in
            try await fill(places.open(places.directory("one")))
            try await fill(places.open(places.directory("two")))
            _ = try await places.move(places.directory("two"), places.postgres)
            let there = try places.sums(places.postgres)
            let name = try PostgresSettings(url: places.database).place
            await #expect(
                throws: StoreError.unusable(
                    "\(name): there is a store already; name an empty database, such as one that `CREATE DATABASE` makes"
                )
            ) { try await places.move(places.directory("one"), places.postgres) }
            await #expect(
                throws: StoreError.unusable(
                    "\(places.folder.path)/one/tributary.sqlite: there is a store already; name another directory, or move that file away"
                )
            ) { try await places.move(places.postgres, places.directory("one")) }
            #expect(try places.sums(places.postgres) == there)
            _ = try places.open(places.directory("one"))
            _ = try places.open(places.postgres)
        }
    }

    @Test("A difference is found before the new store counts: nothing is there, and the old one works")
    func differs() async throws {
        try await Places.with { places in
            let one = places.directory("one")
            try await fill(places.open(one))
            // A database with the tables of a store that something of its own changes rows in.
            _ = try places.open(places.postgres)
            let server = try PostgresConnection(try PostgresSettings(url: places.database))
            try server.run("DELETE FROM meta WHERE key <> 'schema'")
            try server.run(
                """
                CREATE FUNCTION meddle() RETURNS trigger LANGUAGE plpgsql
                    AS 'BEGIN NEW.name := NEW.name || ''!''; RETURN NEW; END';
                CREATE TRIGGER meddle BEFORE INSERT ON item_text FOR EACH ROW EXECUTE FUNCTION meddle()
                """)
            let name = try PostgresSettings(url: places.database).place
            await #expect(
                throws: StoreError.damaged(
                    "\(name): the rows of item_text are not what they were in \(places.folder.path)/one/tributary.sqlite; nothing was moved"
                )
            ) { try await places.move(one, places.postgres) }
            #expect(try server.run("SELECT count(*) FROM item") == "0")
            #expect(try await !places.open(one).deployments().isEmpty)
        }
    }

    @Test("What a failure leaves is what was there before", arguments: [false, true])
    func undone(isCancelled: Bool) async throws {
        try await Places.with { places in
            let one = places.directory("one")
            try await fill(places.open(one))
            let before = try places.sums(one)
            let task = Task {
                try await places.move(one, places.postgres) { _ throws(StoreError) in
                    guard isCancelled else { throw .full("no room") }
                    withUnsafeCurrentTask { $0?.cancel() }
                }
            }
            await #expect(
                throws: isCancelled ? .busy("interrupted; nothing was moved") : StoreError.full("no room")
            ) {
                try await task.value
            }
            #expect(try places.isEmpty())
            #expect(try places.sums(one) == before)
            _ = try await places.move(one, places.postgres)

            await #expect(throws: StoreError.full("no room")) {
                try await places.move(places.postgres, places.directory("two")) { _ throws(StoreError) in
                    throw .full("no room")
                }
            }
            let left = try FileManager.default.contentsOfDirectory(atPath: "\(places.folder.path)/two")
            #expect(left.isEmpty)
            #expect(try places.sums(places.postgres) == before)
        }
    }

    @Test("Cut off before the old store is marked, the new one is none; after that, the rest is made up for")
    func cutOff() async throws {
        try await Places.with { places in
            let one = places.directory("one")
            try await fill(places.open(one))
            let migration = try StoreMigration(from: one, to: places.postgres, plainText: { $0 })
            #expect(try !migration.finishes())
            _ = try await migration.run { _ in }
            #expect(try !migration.finishes())

            // As it stands if the process ends between the two commits.
            let (old, new) = (try one.mover { $0 }, try places.postgres.mover { $0 })
            let mark = try #require(try old.mark(.moved))
            let token = String(mark.prefix { $0 != "\n" })
            let server = try PostgresConnection(try PostgresSettings(url: places.database))
            try server.run("INSERT INTO meta (key, value) VALUES ('arriving', '\(token)')")
            let name = try PostgresSettings(url: places.database).place
            #expect(
                throws: StoreError.moved(
                    "\(name): `tributary migrate` was cut off before this store counted; run it again where the store was"
                )
            ) { try places.open(places.postgres) }
            // As it stands if the process ends just after that.
            #expect(try migration.finishes())
            #expect(try new.mark(.arriving) == nil)
            _ = try places.open(places.postgres)

            try server.run("INSERT INTO meta (key, value) VALUES ('arriving', '\(token)')")
            try old.remove(.moved)
            #expect(try await !places.open(one).deployments().isEmpty)
            #expect(try !migration.finishes())
            let again = try await migration.run { _ in }
            #expect(again.rows > 0)
            _ = try places.open(places.postgres)
        }
    }

    @Test("A store that was moved can be restored as it was then")
    func broughtBack() async throws {
        try await Places.with { places in
            let one = places.directory("one")
            try await fill(places.open(one))
            let before = try places.sums(one)
            _ = try await places.move(one, places.postgres)
            let file = places.folder.appending(path: "one/tributary.sqlite")
            let store = try places.open(places.directory("two"))
            try store.restore(from: file)
            #expect(try places.sums(places.directory("two")) == before)
            _ = try places.open(places.directory("two"))
        }
    }

    @Test(
        "Texts that hold what a database cannot are kept as it keeps them, and rows without a counterpart are said"
    )
    func oddities() async throws {
        try await Places.with { places in
            let one = places.directory("one")
            let store = try places.open(one)
            try await fill(store)
            try await store.write { db in
                try db.run(
                    "UPDATE item_text SET name = ? WHERE item = (SELECT min(id) FROM item)", ["a\u{0}b"])
                try db.run("INSERT INTO item_tag (item, position, tag) VALUES (1, 77, 4711)")
            }
            let report = try await places.move(one, places.postgres)
            #expect(
                report.remarks == ["item_tag: 1 rows name a tag that is not there, as they did before"])
        }
    }
}
