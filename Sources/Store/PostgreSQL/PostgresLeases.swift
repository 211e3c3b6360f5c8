import Foundation
import Postgres
import Synchronization

/// Leases as rows, each with an epoch that grows from holder to holder. They are a process's for as long as it gives
/// signs of life; one that was stopped for longer finds its lease taken over, and can write nothing more under it.
final class PostgresLeases: LeaseSource {
    /// The name of this process, another one each time it opens the store.
    let host = UUID().uuidString
    private let pool: PostgresPool
    private let place: String
    private let state = Mutex(State())

    private struct State {
        var held = 0
        var isBeating = false
        var lastSign: ContinuousClock.Instant?
    }

    /// A process that gave no sign of life for so many seconds holds nothing (our decision).
    static let lifetime = 15
    /// Seconds between two signs of life.
    static let interval = 3.0

    init(_ pool: PostgresPool, place: String) {
        self.pool = pool
        self.place = place
    }

    deinit {
        guard state.withLock({ $0.lastSign != nil }) else { return }
        let (pool, host) = (pool, host)
        _ = try? pool.runNow { try $0.get().run("DELETE FROM host WHERE id = '\(host)'") }
    }

    func take(_ name: String) throws(StoreError) -> Lease? {
        let epoch: Int64?
        do {
            let isRecent = state.withLock { $0.lastSign.map { $0.duration(to: .now) < .seconds(2) } ?? false }
            if !isRecent { try beat() }
            epoch = try pool.runNow { [host] in
                let result = try $0.get().execute(Self.taking, StatementText("??").parameters([name, host]))
                return result.count == 0 ? nil : result.integer(0, of: 0)
            }
        } catch { throw PostgresEngine.explain(error, place) }
        guard let epoch else { return nil }
        hold(1)
        return Lease(LeaseHold(name: name, epoch: epoch)) { [self] in release(name, epoch) }
    }

    private static let taking = """
        INSERT INTO lease AS l (name, epoch, host) VALUES ($1, 1, $2)
        ON CONFLICT (name) DO UPDATE SET epoch = l.epoch + 1, host = excluded.host
            WHERE l.host IS NULL OR NOT EXISTS (
                SELECT 1 FROM host h WHERE h.id = l.host
                    AND h.beat > clock_timestamp() - interval '\(lifetime) seconds')
        RETURNING epoch
        """

    /// If the server is away, the lease ends with its time.
    private func release(_ name: String, _ epoch: Int64) {
        hold(-1)
        _ = try? pool.runNow { [host] in
            _ = try $0.get().execute(
                "UPDATE lease SET host = NULL WHERE name = $1 AND epoch = $2 AND host = $3",
                StatementText("???").parameters([name, epoch, host]))
        }
    }

    /// Fails if a lease is no longer held; until the transaction ends nobody else can take it.
    func check(_ lease: LeaseHold, _ db: Session) throws {
        let isHeld = try db.row(
            "SELECT 1 FROM lease WHERE name = ? AND epoch = ? AND host = ? FOR SHARE",
            [lease.name, lease.epoch, host])
        guard isHeld != nil else {
            throw StoreError.busy(
                "\(place): another process has taken over what this one was doing (\(lease.name)), since it gave no sign of life for \(Self.lifetime) seconds"
            )
        }
    }

    // MARK: - Signs of life

    /// When the holder of a lease last gave one, as a text; empty if there is none.
    func lastSign(of lease: String) async throws -> String {
        try await pool.run {
            let result = try $0.get().execute(
                "SELECT CAST(h.beat AS TEXT) FROM lease l JOIN host h ON h.id = l.host WHERE l.name = $1",
                StatementText("?").parameters([lease]))
            return result.count == 0 ? "" : result.text(0, of: 0)
        }
    }

    private func beat() throws {
        _ = try pool.runNow { [host] in
            try $0.get().run(
                """
                INSERT INTO host (id, beat) VALUES ('\(host)', clock_timestamp())
                ON CONFLICT (id) DO UPDATE SET beat = excluded.beat
                """)
        }
        state.withLock { $0.lastSign = .now }
    }

    private func hold(_ change: Int) {
        let begins = state.withLock { state in
            state.held += change
            guard state.held > 0, !state.isBeating else { return false }
            state.isBeating = true
            return true
        }
        guard begins else { return }
        // A thread of its own: a sign of life must not wait behind tasks that keep all others busy.
        let thread = Thread { [weak self] in
            while true {
                Thread.sleep(forTimeInterval: Self.interval)
                guard let self, goesOn() else { return }
                try? beat()
            }
        }
        thread.name = "leases"
        thread.start()
    }

    private func goesOn() -> Bool {
        state.withLock { state in
            state.isBeating = state.held > 0
            return state.isBeating
        }
    }
}
