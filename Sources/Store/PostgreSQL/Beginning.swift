import Postgres

/// How a transaction begins: in one round trip.
struct Beginning: Sendable {
    private let isWrite: Bool
    private let setting: String?
    /// What the transaction needs to hold.
    let needed: NeededLeases?

    /// Of one state of the database.
    static let read = Beginning(isWrite: false, setting: nil, needed: nil)

    /// - Parameter setting: a statement that comes first.
    static func write(_ setting: String? = nil, under needed: NeededLeases? = nil) -> Beginning {
        Beginning(isWrite: true, setting: setting, needed: needed)
    }

    /// Whatever the server is set to, an acknowledged write is on its disk.
    static let toDisk =
        "SELECT set_config('synchronous_commit', 'on', true) WHERE current_setting('synchronous_commit') = 'off'"
    /// A lock that another transaction holds is waited for no longer than this.
    static let ifFree = "SET LOCAL lock_timeout = '20ms'"

    /// - Returns: nil of a transaction that reads.
    func run(on connection: PostgresConnection) throws(PostgresError) -> Begun? {
        guard isWrite else {
            try connection.run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            return nil
        }
        // Who moves the store holds the lock off.
        let text = """
            BEGIN; \(setting.map { "\($0); " } ?? "")LOCK TABLE meta IN ROW SHARE MODE;
            SELECT CAST(pg_current_xact_id() AS TEXT)
                || ' ' || \(try needed?.count(on: connection) ?? "0")
                || coalesce(' ' || (SELECT value FROM meta WHERE key = 'moved'), '')
            """
        do { return try connection.run(text).flatMap(Begun.init) } catch {
            // What failed after BEGIN left a transaction behind.
            if connection.isInTransaction { _ = try? connection.run("ROLLBACK") }
            throw error
        }
    }
}

/// What a server answers to the beginning of a transaction that writes.
struct Begun {
    /// The number of the transaction, by which is asked what became of it, should the link be lost as it ends.
    let number: String
    /// How many of the leases that it needs are held.
    let held: Int
    /// That of a store that was moved.
    let mark: String?

    init?(_ answer: String) {
        let parts = answer.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count >= 2, let held = Int(parts[1]) else { return nil }
        number = String(parts[0])
        self.held = held
        mark = parts.count > 2 ? String(parts[2]) : nil
    }
}

/// Leases that a transaction needs: until it ends nobody else can take them.
struct NeededLeases: Sendable {
    let holds: [LeaseHold]
    private let leases: PostgresLeases

    init(holds: [LeaseHold], of leases: PostgresLeases) {
        self.holds = holds
        self.leases = leases
    }

    /// The text of a query for how many of them are held.
    func count(on connection: PostgresConnection) throws(PostgresError) -> String {
        var rows: [String] = []
        for hold in holds {
            rows.append("(\(try connection.literal(hold.name)), \(hold.epoch), '\(leases.host)')")
        }
        return """
            (SELECT count(*) FROM (
                SELECT 1 FROM lease WHERE (name, epoch, host) IN (\(rows.joined(separator: ", "))) FOR SHARE) h)
            """
    }

    /// Fails if one of them is no longer held, and names it.
    func check(_ db: Session) throws { for hold in holds { try leases.check(hold, db) } }
}
