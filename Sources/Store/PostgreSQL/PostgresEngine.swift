import Foundation
import Postgres
import Synchronization

/// PostgreSQL by libpq. Nothing outlives a transaction in a session, so that a pooler in transaction mode may stand
/// between.
final class PostgresEngine: Engine {
    let path: String
    let dialect: any Dialect = PostgresDialect()
    let search: any SearchEngine
    let settings: PostgresSettings
    private let pool: PostgresPool
    /// For what must not wait behind transactions: leases, and whether the server is there.
    private let side: PostgresPool
    let leases: PostgresLeases
    let plainText: @Sendable (String) -> String
    let texts = StatementTexts()
    /// What each writing transaction of a process that serves makes sure that it holds.
    private let serving = Mutex<ServingRight?>(nil)

    /// Connects, and makes the tables if they are missing.
    ///
    /// - Parameters:
    ///   - name: where the configuration names the database.
    ///   - plainText: the words of a cleaned description, for the search index.
    ///   - size: how many transactions run at once.
    init(
        _ settings: PostgresSettings, named name: String? = nil, size: Int = 8,
        plainText: @escaping @Sendable (String) -> String
    ) throws(StoreError) {
        let place = "\(name.map { "\($0): " } ?? "")\(settings.place)"
        path = place
        search = PostgresSearch(plainText: plainText)
        self.plainText = plainText
        self.settings = settings
        pool = PostgresPool(settings, size: size)
        side = PostgresPool(settings, size: 2)
        leases = PostgresLeases(side, place: place)
        do {
            try side.runNow { pooled in
                let connection = try pooled.get()
                try PostgresSchema.checkServer(connection, place: place)
                try PostgresSchema.make(connection, place: place)
                // Processes that ended without a word.
                try connection.run("DELETE FROM host WHERE beat < clock_timestamp() - interval '1 day'")
            }
        } catch { throw Self.explain(error, place) }
    }

    func claim(_ environment: String) throws(StoreError) -> String {
        do {
            return try side.runNow { [texts, place = path] in
                try Self.transaction(.write(), $0, texts) {
                    try $0.checkThatItIsHere(place)
                    return try $0.claim(environment)
                }
            }
        } catch { throw explain(error) }
    }

    // MARK: - Transactions

    func read<Value: Sendable>(_ body: @Sendable @escaping (Session) throws -> Value) async throws -> Value {
        try await persisting { [pool, texts] in
            try await pool.run { try Self.transaction(.read, $0, texts, body) }
        }
    }

    func write<Value: Sendable>(
        toDisk: Bool, under hold: LeaseHold?, _ body: @Sendable @escaping (Session) throws -> Value
    ) async throws -> Value {
        let begin = Beginning.write(toDisk ? Beginning.toDisk : nil, under: needed(hold))
        return try await persisting { [pool, texts] in
            try await pool.run { try Self.transaction(begin, $0, texts, body) }
        }
    }

    /// What a writing transaction needs to hold: a lease of its own, and the right to serve if this process is to be the
    /// one that does.
    private func needed(_ hold: LeaseHold? = nil) -> NeededLeases? {
        let holds = [serving.withLock { $0?.hold }, hold].compactMap(\.self)
        return holds.isEmpty ? nil : NeededLeases(holds: holds, of: leases)
    }

    func writeIfFree<Value: Sendable>(
        _ body: @Sendable @escaping (Session) throws -> Value
    ) async throws -> Value? {
        let begin = Beginning.write(Beginning.ifFree, under: needed())
        do {
            return try await pool.run { [texts] in
                try Self.transaction(begin, $0, texts, body)
            }
        } catch let error as PostgresError where error.state == .lockNotAvailable || error.isPassing {
            return nil
        }
    }

    func checkWritable() async throws {
        let begin = Beginning.write(under: needed())
        _ = try await side.run { [texts] in
            try Self.transaction(begin, $0, texts) { try $0.value(Int.self, "SELECT count(*) FROM meta") }
        }
    }

    /// Runs a body, and runs it again where nothing of it can have been kept: after a conflict with others a few times,
    /// and while the server is away for a minute, as long as a restart or a failover takes (our decision).
    private func persisting<Value>(_ once: () async throws -> Value) async throws -> Value {
        let end = ContinuousClock.now + .seconds(60)
        var (conflicts, pause) = (0, Duration.milliseconds(50))
        while true {
            do { return try await once() } catch let error as PostgresError
                where error.isPassing && conflicts < 8
            {
                conflicts += 1
                try? await Task.sleep(for: .milliseconds(Int.random(in: 1...(10 << conflicts))))
            } catch let error as PostgresError where error.isLinkLost && ContinuousClock.now < end {
                try? await Task.sleep(for: pause)
                pause = min(pause * 2, .seconds(1))
            }
        }
    }

    /// Runs a body in a transaction, which is undone if the body fails.
    ///
    /// - Throws: what the body throws; ``PostgresError`` only if nothing was kept and the body may run again.
    private static func transaction<Value>(
        _ begin: Beginning, _ pooled: PooledConnection, _ texts: StatementTexts,
        _ body: (Session) throws -> Value
    ) throws -> Value {
        let (connection, begun) = try begun(begin, pooled)
        if let mark = begun?.mark {
            _ = try? connection.run("ROLLBACK")
            throw MovedStore(mark: mark)
        }
        let link = PostgresLink(connection, texts)
        let value: Value
        do {
            let db = Session(link: link)
            if let needed = begin.needed, begun?.held != needed.holds.count { try needed.check(db) }
            value = try body(db)
        } catch { throw undo(connection, pooled, link, error) }
        do throws(PostgresError) {
            try connection.commit()
            return value
        } catch {
            guard error.isLinkLost else { throw error }
            pooled.drop()
            guard let number = begun?.number else { throw error }
            try settle(number, pooled, error)
            return value
        }
    }

    /// Undoes a transaction whose body failed, as far as the link allows.
    ///
    /// - Returns: what is to be thrown.
    private static func undo(
        _ connection: PostgresConnection, _ pooled: PooledConnection, _ link: PostgresLink,
        _ error: any Error
    ) -> any Error {
        if connection.isInTransaction { _ = try? connection.run("ROLLBACK") }
        guard let known = error as? PostgresError else {
            if connection.isLost { pooled.drop() }
            return error
        }
        // A server may have ended a link that does not know it yet.
        if connection.isLost || known.isLinkLost { pooled.drop() }
        return link.hasHandedOut ? HandedOut(error: known) : error
    }

    /// A link that was idle may be lost without anybody's knowing: then another one is made at once.
    private static func begun(_ begin: Beginning, _ pooled: PooledConnection) throws(PostgresError)
        -> (PostgresConnection, Begun?)
    {
        let isUsed = pooled.isUsed
        do {
            let connection = try pooled.get()
            return (connection, try begin.run(on: connection))
        } catch {
            guard isUsed, error.isLinkLost else { throw error }
            pooled.drop()
            let connection = try pooled.get()
            return (connection, try begin.run(on: connection))
        }
    }

    /// Finds out what became of a transaction whose COMMIT was sent on a link that was lost.
    ///
    /// - Throws: ``PostgresError`` if it was undone, so that it may run again; ``StoreError/unreachable(_:)`` if that
    ///   cannot be known, since no server answers for a minute.
    private static func settle(_ number: String, _ pooled: PooledConnection, _ lost: PostgresError) throws {
        let end = ContinuousClock.now + .seconds(60)
        // Until then it is being undone, or no server answers.
        var isUndone = false
        while true {
            do throws(PostgresError) {
                let status = try pooled.get().run("SELECT pg_xact_status('\(number)')")
                if status == "committed" { return }
                isUndone = status == "aborted"
            } catch {
                guard error.isLinkLost else { throw error }
                pooled.drop()
            }
            if isUndone { throw lost }
            guard ContinuousClock.now < end else {
                throw StoreError.unreachable(
                    "the server was lost while a change was being kept, and it is not known whether it was: \(lost)"
                )
            }
            // The thread is the connection's own: nothing else waits for it.
            Thread.sleep(forTimeInterval: 0.1)
        }
    }

    // MARK: - Beside other processes

    /// The transactions that are done or open: it is another one after every commit. The server numbers those of its
    /// other databases too, so that it may be another one without a change.
    func changeMark() async throws -> Int {
        let text = try await side.run { [texts] in
            try Self.transaction(.read, $0, texts) { db in
                try db.value(String.self, "SELECT CAST(pg_current_snapshot() AS TEXT)")
            }
        }
        var mark: UInt64 = 14_695_981_039_346_656_037
        for byte in (text ?? "").utf8 { mark = (mark ^ UInt64(byte)) &* 1_099_511_628_211 }
        return Int(truncatingIfNeeded: mark)
    }

    func lease(_ name: String) throws(StoreError) -> Lease? { try leases.take(name) }

    func endServing() { serving.withLock { $0 = nil } }

    func serve() async throws {
        var known: String?
        while true {
            if let lease = try leases.take("serve") {
                let right = ServingRight(lease)
                return serving.withLock { $0 = right }
            }
            // Who is alive gives another sign of life; who is not holds nothing in a while.
            let sign = try await leases.lastSign(of: "serve")
            guard known == nil || known == sign else {
                throw StoreError.busy(
                    "\(path): another `tributary serve` works with this store; end it first, or give this one a database of its own"
                )
            }
            known = sign
            try await Task.sleep(for: .seconds(PostgresLeases.interval + 1))
        }
    }
}
