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

@Suite struct FailureTests {
    private func withStore(_ body: (Store, CuttingProxy) async throws -> Void) async throws {
        let url = try PostgresServer.storeDatabase()
        let folder = URL.temporary("failures")
        let proxy = try CuttingProxy(to: PostgresServer.way(to: url))
        defer {
            folder.remove()
            proxy.close()
            PostgresServer.drop(url)
        }
        let store = try Store(
            postgres: proxy.url, directory: folder, environment: "test",
            plainText: { $0 })
        try await body(store, proxy)
    }

    /// Adds a path, and counts how often that was tried.
    private func add(_ store: Store, _ tries: Tries, _ meanwhile: @Sendable @escaping () -> Void = {})
        async throws
    {
        try await store.write { db in
            tries.add()
            try db.run("INSERT INTO path (name, position) VALUES ('New', 1)")
            meanwhile()
        }
    }

    @Test(
        "A link that is lost before, during or after COMMIT has a change made exactly once",
        arguments: ["INSERT INTO path", "COMMIT", "after COMMIT", "BEGIN"])
    func cut(_ moment: String) async throws {
        try await withStore { store, proxy in
            let tries = Tries()
            _ = try await store.paths()
            let isAfter = moment == "after COMMIT"
            proxy.cut(isAfter ? .after("COMMIT") : .before(moment))
            try await add(store, tries)
            #expect(proxy.count == 1)
            #expect(tries.count == (["COMMIT", "INSERT INTO path"].contains(moment) ? 2 : 1))
            #expect(try await store.paths().count == 1)
        }
    }

    @Test("A session that the server ends has its body run again")
    func terminated() async throws {
        try await withStore { store, _ in
            let tries = Tries()
            try await store.write { db in
                tries.add()
                try db.run("INSERT INTO path (name, position) VALUES ('New', 1)")
                if tries.count == 1 {
                    _ = try db.rows("SELECT pg_terminate_backend(pg_backend_pid())")
                }
            }
            #expect(tries.count == 2)
            #expect(try await store.paths().count == 1)
        }
    }

    @Test("A reader that was handed rows does not get them again when the link is lost")
    func handedOut() async throws {
        try await withStore { store, _ in
            try await add(store, Tries())
            let rows = Tries()
            let error = await #expect(throws: StoreError.self) {
                try await store.read { db in
                    try db.forEach("SELECT name FROM path") { _ in rows.add() }
                    _ = try db.rows("SELECT pg_terminate_backend(pg_backend_pid())")
                }
            }
            guard case .unreachable? = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(rows.count == 1)
        }
    }

    @Test("Two transactions that wait for each other are both done in the end")
    func deadlock() async throws {
        try await withStore { store, _ in
            let (first, second) = (Gate(), Gate())
            @Sendable func write(_ one: String, _ other: String, _ mine: Gate, _ theirs: Gate) async throws {
                try await store.write { db in
                    try db.serialize(one)
                    mine.open()
                    theirs.wait()
                    try db.serialize(other)
                    try db.run("INSERT INTO path (name, position) VALUES (?, 1)", [one])
                }
            }
            async let one: Void = write("one", "two", first, second)
            async let two: Void = write("two", "one", second, first)
            _ = try await (one, two)
            #expect(try await store.paths().count == 2)
        }
    }

    @Test("What the server takes for a conflict with others is run again", arguments: ["40001", "40P01"])
    func conflict(_ state: String) async throws {
        try await withStore { store, _ in
            let tries = Tries()
            try await store.write { db in
                tries.add()
                try db.run("INSERT INTO path (name, position) VALUES ('New', 1)")
                guard tries.count < 3 else { return }
                try db.run("DO $$BEGIN RAISE EXCEPTION 'conflict' USING ERRCODE = '\(state)'; END$$")
            }
            #expect(tries.count == 3)
            #expect(try await store.paths().count == 1)
        }
    }

    @Test("What cannot begin while another one holds the store leaves nothing behind for the next")
    func notBegun() async throws {
        try await withStore { store, _ in
            let (isHeld, mayEnd) = (Gate(), Gate())
            async let other: Void = store.write { db in
                try db.run("LOCK TABLE meta IN ACCESS EXCLUSIVE MODE")
                isHeld.open()
                mayEnd.wait()
            }
            await eventually("the store is held") { isHeld.isOpen }
            #expect(try await store.writeIfFree { _ in true } == nil)
            mayEnd.open()
            try await other
            #expect(try await store.writeIfFree { _ in true } == true)
            try await add(store, Tries())
            #expect(try await store.paths().count == 1)
        }
    }

    @Test("What fails for another reason is not tried again, and nothing of it is kept")
    func failed() async throws {
        try await withStore { store, _ in
            let tries = Tries()
            let error = await #expect(throws: StoreError.self) {
                try await store.write { db in
                    tries.add()
                    try db.run("INSERT INTO path (name, position) VALUES ('New', 1)")
                    try db.run("INSERT INTO nowhere (name) VALUES ('New')")
                }
            }
            #expect(tries.count == 1)
            let left = try await store.paths()
            #expect(left.isEmpty)
            #expect(
                error?.description
                    == "\(store.engine.path): relation \"nowhere\" does not exist (SQLSTATE 42P01)")
        }
    }

    @Test("A lease whose holder gave no sign of life goes to another, and nothing more is written under it")
    func takenOver() async throws {
        try await TwoSessions.with { two in
            let lease = try #require(try held(two.store, "work"))
            let leased = two.store.under(lease.lease)
            try await leased.write { db in try db.run("UPDATE meta SET value = value") }
            #expect(try held(two.other, "work") == nil)
            // Its own sign of life may come between.
            var taken: HeldLease?
            while taken == nil {
                try await two.store.write { db in
                    try db.run("UPDATE host SET beat = beat - interval '1 minute'")
                }
                taken = try held(two.other, "work")
            }
            let next = try #require(taken)
            let error = await #expect(throws: StoreError.self) {
                try await leased.write { db in try db.run("UPDATE meta SET value = value") }
            }
            #expect(
                error
                    == .busy(
                        "\(two.store.engine.path): another process has taken over what this one was doing (work), since it gave no sign of life for 15 seconds"
                    ))
            try await two.other.under(next.lease).write { db in try db.run("UPDATE meta SET value = value") }
        }
    }

    @Test("A lease is taken, although the answer to its taking was lost on the way")
    func answerLost() async throws {
        try await withStore { store, proxy in
            _ = try held(store, "other")
            proxy.cut(.after("INTO lease"))
            let lease = try #require(try held(store, "work"))
            #expect(proxy.count == 1)
            try await store.under(lease.lease).write { db in try db.run("UPDATE meta SET value = value") }
            #expect(try held(store, "work") == nil)
        }
    }

    @Test("A lease that could not be given back while the server was away is another's once it is back")
    func givenBackLater() async throws {
        try await TwoSessions.with { two in
            let name = try await two.store.read { db in try db.value(String.self, "SELECT current_database()")
            }
            let server = try PostgresConnection(try PostgresSettings(url: try PostgresServer.url()))
            let database = try #require(name)
            var lease = try held(two.store, "work")
            #expect(lease != nil)
            try server.run("ALTER DATABASE \(database) ALLOW_CONNECTIONS false")
            try server.run(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '\(database)'")
            lease = nil
            try server.run("ALTER DATABASE \(database) ALLOW_CONNECTIONS true")
            await eventually("another has it") { ((try? held(two.other, "work")) ?? nil) != nil }
        }
    }

    private func held(_ store: Store, _ name: String) throws -> HeldLease? {
        guard let lease = try store.lease(name) else { return nil }
        return HeldLease(lease)
    }

    @Test("A search does not wait for what is being written")
    func searchBesideWriter() async throws {
        try await TwoSessions.with { two in
            try await two.list(["1"])
            let connection = two.connection
            let found = try await two.race(
                { store in
                    try await store.write { db in
                        try db.run("UPDATE connection SET revision = revision WHERE id = ?", [connection.row])
                    }
                },
                { store in
                    var search = CourseSearch(group: "sales")
                    search.words = "name"
                    return try await store.search(search).count
                })
            #expect(found.1 <= 1)
        }
    }
}

private final class HeldLease: Sendable {
    let lease: Lease
    init(_ lease: consuming Lease) { self.lease = lease }
}

private final class Tries: Sendable {
    private let number = Mutex(0)
    var count: Int { number.withLock { $0 } }
    func add() { number.withLock { $0 += 1 } }
}

/// Opens once, and lets everybody through from then on.
private final class Gate: Sendable {
    private let state = Mutex(false)
    func open() { state.withLock { $0 = true } }
    var isOpen: Bool { state.withLock { $0 } }
    func wait() { while !state.withLock({ $0 }) { Thread.sleep(forTimeInterval: 0.002) } }
}
