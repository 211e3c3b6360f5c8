import ConnectorKit
import Model

/// Gives accounts the learner of their present e-mail address, within one transaction (rule A16).
///
/// If all accounts of a learner have the same new address, the learner is renamed, and everything that is the
/// learner's has the new address at once: so a chain or a swap of addresses moves nothing. Otherwise accounts move
/// between learners, with their launches and attempts.
struct LearnerMoves {
    typealias Touched = (connection: ConnectionID, one: LearnerAtContent)

    /// An account, and the address that it has now.
    struct Move {
        /// The provider's id.
        let account: String
        let row: Int64
        let name: String?
        /// Nil if it had none.
        let from: Int64?
        let to: String
    }

    private let connection: ConnectionID
    private let db: Session
    private var touched: [Touched] = []
    private var counts = AttemptCounts()

    init(_ connection: ConnectionID, _ db: Session) {
        self.connection = connection
        self.db = db
    }

    /// - Returns: whose attempts at which content are to be reconciled.
    mutating func make(_ moves: [Move]) throws -> [Touched] {
        guard !moves.isEmpty else { return [] }
        let plan = try plan(moves)
        var names = Dictionary(uniqueKeysWithValues: plan.names.map { ($0.email, $0.learner) })
        // An address is free before another learner takes it.
        try db.each(
            "UPDATE learner SET email = ? WHERE id = ?", plan.names.map(\.learner) + plan.merges.map(\.from)
        ) {
            try $1(" \($0)", $0)
        }
        try db.each("UPDATE learner SET email = ? WHERE id = ?", plan.names) { try $1($0.email, $0.learner) }
        names.merge(plan.holders) { renamed, _ in renamed }
        let missing = Set(moves.map(\.to)).subtracting(names.keys).sorted()
        var rest = missing[...]
        try db.insert(
            into: "learner (email)", width: 1,
            otherwise: "ON CONFLICT (email) DO UPDATE SET email = excluded.email RETURNING id", missing
        ) {
            try $1($0)
        } returned: {
            if let email = rest.popFirst() { names[email] = $0[0] }
        }
        try moveAccounts(moves.filter { $0.from == nil }, to: names)
        for move in moves {
            guard let from = move.from, !plan.whole.contains(from), let to = names[move.to] else { continue }
            try moveAccount(move, from: from, to: to)
        }
        for (from, to) in plan.merges { try merge(from, into: names[to]) }
        try db.each("UPDATE account SET name = ? WHERE id = ?", moves.filter { $0.from != nil }) {
            try $1($0.name, $0.row)
        }
        // A launch under an address that no account had is the first one's that has it.
        try db.each(
            """
            UPDATE launch SET account = ?
            WHERE learner = ? AND account IS NULL AND \(Self.isHere("launch", "?"))
            """, moves
        ) {
            try $1($0.account, names[$0.to], connection.row)
        }
        try counts.write(db)
        try removeEmpty(Set(moves.compactMap(\.from)).subtracting(plan.whole))
        return touched
    }

    // MARK: - The plan

    private struct Plan {
        /// Learners all of whose accounts have the same new address.
        var whole: Set<Int64> = []
        /// Those of them who get a new address.
        var names: [(learner: Int64, email: String)] = []
        /// Those who become one with the learner of an address.
        var merges: [(from: Int64, to: String)] = []
        /// Who stays the learner of an address.
        var holders: [String: Int64] = [:]
    }

    private func plan(_ moves: [Move]) throws -> Plan {
        var plan = Plan()
        let targets = Dictionary(moves.map { ($0.row, $0.to) }, uniquingKeysWith: { first, _ in first })
        let emails = Set(moves.map(\.to)).sorted()
        var holders: [String: Int64] = [:]
        try db.find("l.id", in: "learner l", by: ["l.email"], emails) {
            try $1($0)
        } found: {
            if let row = $1 { holders[$0] = row[0] }
        }
        let learners = Set(moves.compactMap(\.from)).union(holders.values).sorted()
        // The new addresses of each learner's accounts, nil for those that stay.
        var fates: [Int64: Set<String?>] = [:]
        try db.each("SELECT id FROM account WHERE learner = ? AND gone = 0", learners) {
            try $1($0)
        } found: {
            if let row = $1 { fates[$0, default: []].insert(targets[row[0]]) }
        }
        var claims: [String: [Int64]] = [:]
        for learner in learners {
            guard let fate = fates[learner], fate.count == 1, let email = fate.first ?? nil else { continue }
            plan.whole.insert(learner)
            claims[email, default: []].append(learner)
        }
        for email in emails {
            let claimants = claims[email] ?? []
            let holder = holders[email].flatMap { plan.whole.contains($0) ? nil : $0 }
            if let holder, claimants.isEmpty || fates[holder]?.contains(nil) == true {
                plan.holders[email] = holder
                plan.merges += claimants.map { ($0, email) }
            } else if let first = claimants.first {
                plan.names.append((first, email))
                plan.merges += (claimants.dropFirst() + [holder].compactMap(\.self)).map { ($0, email) }
            }
        }
        return plan
    }

    // MARK: - Moving

    /// Everything of one learner becomes another's, in every connection.
    private mutating func merge(_ from: Int64, into to: Int64?) throws {
        guard let to, from != to else { return }
        try touch(
            """
            SELECT e.connection, e.content
            FROM account a JOIN enrolment e ON e.account = a.id WHERE a.learner = :learner
            UNION SELECT d.connection, i.external_id FROM launch l JOIN course c ON c.id = l.course
                JOIN deployment d ON d.id = c.deployment JOIN item i ON i.id = c.item
            WHERE l.learner = :learner
            """, ["learner": from], of: [to])
        try moveAttempts(["learner": from, "to": to], "learner = :learner", to: to)
        for table in ["launch", "account"] {
            try db.run("UPDATE \(table) SET learner = ? WHERE learner = ?", [to, from])
        }
        try db.run("DELETE FROM learner WHERE id = ?", [from])
    }

    /// Accounts get the first learner they have.
    private mutating func moveAccounts(_ moves: [Move], to learners: [String: Int64]) throws {
        try db.find("e.connection, e.content", in: "enrolment e", by: ["e.account"], moves) {
            try $1($0.row)
        } found: { move, row in
            guard let row, let learner = learners[move.to] else { return }
            touched.append((ConnectionID(row[0]), LearnerAtContent(content: row[1], learner: learner)))
        }
        try db.each("UPDATE account SET learner = ?, name = ? WHERE id = ?", moves) {
            try $1(learners[$0.to], $0.name, $0.row)
        }
    }

    /// An account changes its learner, with its launches and attempts.
    private mutating func moveAccount(_ move: Move, from: Int64, to: Int64) throws {
        let values: Values = [
            "row": move.row, "account": move.account, "learner": from, "to": to,
            "connection": connection.row,
        ]
        let launched = "learner = :learner AND account = :account AND \(Self.isHere("launch"))"
        try touch(
            """
            SELECT connection, content FROM enrolment WHERE account = :row
            UNION SELECT d.connection, i.external_id FROM launch l JOIN course c ON c.id = l.course
                JOIN deployment d ON d.id = c.deployment JOIN item i ON i.id = c.item
            WHERE l.learner = :learner AND l.account = :account AND d.connection = :connection
            """, values, of: [from, to])
        let theirs = """
            learner = :learner AND \(Self.isHere("attempt")) AND (
                enrolment IN (SELECT external_id FROM enrolment WHERE account = :row)
                OR launch IN (SELECT id FROM launch WHERE \(launched)))
            """
        try moveAttempts(values, theirs, to: to)
        try db.run("UPDATE launch SET learner = :to WHERE \(launched)", values)
        try db.run("UPDATE account SET learner = :to WHERE id = :row", values)
    }

    /// Whether a row is about a course of the connection. The few rows of a learner are asked, not all courses listed.
    private static func isHere(_ table: String, _ connection: String = ":connection") -> String {
        """
        EXISTS (SELECT 1 FROM course c JOIN deployment d ON d.id = c.deployment
            WHERE c.id = \(table).course AND d.connection = \(connection))
        """
    }

    /// Gives attempts to the learner `:to`. Those that cannot stand beside that learner's are removed; they are made
    /// again if they should be.
    private mutating func moveAttempts(_ values: Values, _ condition: String, to: Int64) throws {
        let cannotStand = """
            \(condition) AND (
                filled = 0 AND completed_at IS NULL OR EXISTS (
                    SELECT 1 FROM attempt o WHERE o.course = attempt.course AND o.learner = :to
                        AND o.enrolment = attempt.enrolment))
            """
        for one in try PlacedAttempt.all(cannotStand, values, db) {
            counts.remove(one.state, at: one.place, of: one.learner)
        }
        try db.run("DELETE FROM attempt WHERE \(cannotStand)", values)
        for one in try PlacedAttempt.all(condition, values, db) {
            counts.remove(one.state, at: one.place, of: one.learner)
            counts.add(one.state, at: one.place, of: to)
        }
        try db.run("UPDATE attempt SET learner = :to WHERE \(condition)", values)
    }

    private mutating func touch(_ contents: String, _ values: Values, of learners: [Int64]) throws {
        for row in try db.rows(contents, values) {
            for learner in learners {
                touched.append(
                    (ConnectionID(row[0]), LearnerAtContent(content: row[1], learner: learner)))
            }
        }
    }

    /// Nothing stays behind under an address that nobody has.
    private func removeEmpty(_ learners: Set<Int64>) throws {
        let references = ["account", "launch", "attempt"].map {
            "NOT EXISTS (SELECT 1 FROM \($0) r WHERE r.learner = learner.id)"
        }
        try db.each(
            "DELETE FROM learner WHERE id = ? AND \(references.joined(separator: " AND "))", learners.sorted()
        ) {
            try $1($0)
        }
    }
}
