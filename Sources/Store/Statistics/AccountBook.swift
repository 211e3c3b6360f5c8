import ConnectorKit
import GRDB
import Model

/// Whose account is whose, within one transaction: each is looked up once.
struct AccountBook {
    struct Entry {
        let row: Int64
        /// Nil while nobody knows the e-mail address.
        var learner: Int64?
    }

    private let connection: ConnectionID
    private let db: Database
    private let select: RawStatement
    private var entries: [String: Entry] = [:]

    init(_ connection: ConnectionID, _ db: Database) throws {
        self.connection = connection
        self.db = db
        select = try RawStatement(
            "SELECT id, learner FROM account WHERE connection = ? AND external_id = ?", db)
    }

    /// An account that is known.
    subscript(_ account: String) -> Entry? {
        mutating get throws {
            if let entry = entries[account] { return entry }
            select.reset()
            try select.bind(connection.row, at: 1)
            try select.bind(account, at: 2)
            guard try select.step() else { return nil }
            let entry = Entry(row: select.integer(0), learner: select.optionalInteger(1))
            select.reset()
            entries[account] = entry
            return entry
        }
    }

    /// An account, made where it is new: without e-mail address, since nobody told one.
    mutating func enter(_ account: String) throws -> Entry {
        if let entry = try self[account] { return entry }
        let insert = try db.cachedStatement(
            sql: "INSERT INTO account (connection, external_id) VALUES (?, ?)")
        try insert.execute(arguments: [connection.row, account])
        let entry = Entry(row: db.lastInsertedRowID, learner: nil)
        entries[account] = entry
        return entry
    }

    /// Takes in what the provider says of accounts. Whose one is is settled by the first e-mail address.
    ///
    /// - Returns: whether that wrote anything, and what was kept for accounts that nobody had known the owner of.
    mutating func learn(_ accounts: [LearnerAccount]) throws -> (wrote: Bool, waited: [LearnerAtContent]) {
        var wrote = false
        var owners: [Int64: Int64] = [:]
        let update = try db.cachedStatement(sql: "UPDATE account SET learner = ?, name = ? WHERE id = ?")
        for account in accounts {
            let before = try self[account.id]
            guard before?.learner == nil, let email = EmailKey.of(account.email) else { continue }
            var entry = try enter(account.id)
            let learner = try self.learner(email)
            try update.execute(arguments: [learner, account.name, entry.row])
            entry.learner = learner
            entries[account.id] = entry
            wrote = true
            if before != nil { owners[entry.row] = learner }
        }
        guard !owners.isEmpty else { return (wrote, []) }
        let waited = try Row.fetchAll(
            db,
            sql: """
                SELECT DISTINCT content, account FROM enrolment
                WHERE connection = ? AND account IN (SELECT value FROM json_each(?)) ORDER BY content, account
                """,
            arguments: [connection.row, "[\(owners.keys.map { String($0) }.joined(separator: ","))]"]
        ).compactMap { row in
            owners[row["account"]].map { LearnerAtContent(content: row["content"], learner: $0) }
        }
        return (wrote, waited)
    }

    /// Whose account this row is; nil where nobody knows.
    func learner(ofRow row: Int64) throws -> Int64? {
        try Int64.fetchOne(db, sql: "SELECT learner FROM account WHERE id = ?", arguments: [row])
    }

    private func learner(_ email: String) throws -> Int64 {
        let known = try db.cachedStatement(sql: "SELECT id FROM learner WHERE email = ?")
        if let row = try Int64.fetchOne(known, arguments: [email]) { return row }
        try db.cachedStatement(sql: "INSERT INTO learner (email) VALUES (?)").execute(arguments: [email])
        return db.lastInsertedRowID
    }
}
