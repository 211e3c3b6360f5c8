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
        /// The leases that are held, or being taken.
        var held: Set<String> = []
        /// Those that may still be this process's in the database, since the server was away when they ended.
        var left: Set<String> = []
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
        // Nobody waits for a server or a pooler that does not answer: the row means nothing after its lifetime.
        pool.runNow(within: 1) { [host] in _ = try? $0.get().run("DELETE FROM host WHERE id = '\(host)'") }
    }

    func take(_ name: String) throws(StoreError) -> Lease? {
        guard state.withLock({ $0.held.insert(name).inserted }) else { return nil }
        let epoch: Int64?
        do {
            let isRecent = state.withLock { $0.lastSign.map { $0.duration(to: .now) < .seconds(2) } ?? false }
            if !isRecent { try beat() }
            epoch = try pool.runNow { [host] in
                try $0.again {
                    let result = try $0.execute(Self.taking, StatementText("??").parameters([name, host]))
                    return result.count == 0 ? nil : result.integer(0, of: 0)
                }
            }
        } catch {
            end(name, isGivenBack: false)
            throw PostgresEngine.explain(error, place)
        }
        guard let epoch else {
            end(name, isGivenBack: true)
            return nil
        }
        keepBeating()
        return Lease(LeaseHold(name: name, epoch: epoch)) { [self] in
            end(name, isGivenBack: (try? giveBack(name)) != nil)
        }
    }

    /// A lease that this process has without holding it is one whose answer, or whose end, was lost on the way.
    private static let taking = """
        INSERT INTO lease AS l (name, epoch, host) VALUES ($1, 1, $2)
        ON CONFLICT (name) DO UPDATE SET epoch = l.epoch + 1, host = excluded.host
            WHERE l.host IS NULL OR l.host = excluded.host OR NOT EXISTS (
                SELECT 1 FROM host h WHERE h.id = l.host
                    AND h.beat > clock_timestamp() - interval '\(lifetime) seconds')
        RETURNING epoch
        """

    private func giveBack(_ name: String) throws {
        try pool.runNow { [host] in
            try $0.again {
                _ = try $0.execute(
                    "UPDATE lease SET host = NULL WHERE name = $1 AND host = $2",
                    StatementText("??").parameters([name, host]))
            }
        }
    }

    private func end(_ name: String, isGivenBack: Bool) {
        state.withLock { state in
            state.held.remove(name)
            if isGivenBack { state.left.remove(name) } else { state.left.insert(name) }
        }
        if !isGivenBack { keepBeating() }
    }

    /// Gives back what could not be when it ended: others wait for it, as long as this process gives signs of life.
    private func giveBackWhatIsLeft() {
        let names = state.withLock { $0.left.subtracting($0.held) }
        for name in names {
            // Nobody takes it meanwhile.
            guard state.withLock({ $0.held.insert(name).inserted }) else { continue }
            end(name, isGivenBack: (try? giveBack(name)) != nil)
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
            try $0.again {
                try $0.run(
                    """
                    INSERT INTO host (id, beat) VALUES ('\(host)', clock_timestamp())
                    ON CONFLICT (id) DO UPDATE SET beat = excluded.beat
                    """)
            }
        }
        state.withLock { $0.lastSign = .now }
    }

    private func keepBeating() {
        let begins = state.withLock { state in
            defer { state.isBeating = true }
            return !state.isBeating
        }
        guard begins else { return }
        // A thread of its own: a sign of life must not wait behind tasks that keep all others busy.
        let thread = Thread { [weak self] in
            while true {
                Thread.sleep(forTimeInterval: Self.interval)
                guard let self, goesOn() else { return }
                try? beat()
                giveBackWhatIsLeft()
            }
        }
        thread.name = "leases"
        thread.start()
    }

    private func goesOn() -> Bool {
        state.withLock { state in
            state.isBeating = !state.held.isEmpty || !state.left.isEmpty
            return state.isBeating
        }
    }
}
