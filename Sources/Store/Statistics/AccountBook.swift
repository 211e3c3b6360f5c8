import ConnectorKit
import GRDB

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

    /// Takes in what the provider says of an account. Whose it is is settled by the first e-mail address.
    ///
    /// - Returns: the learner and the contents that were kept for it, where that had been open; nil where nothing
    ///   is written.
    mutating func learn(_ account: LearnerAccount) throws -> (learner: Int64, contents: [String])? {
        let before = try self[account.id]
        guard before?.learner == nil, let email = EmailKey.of(account.email) else { return nil }
        var entry = try enter(account.id)
        let learner = try self.learner(email)
        try db.cachedStatement(sql: "UPDATE account SET learner = ?, name = ? WHERE id = ?")
            .execute(arguments: [learner, account.name, entry.row])
        entry.learner = learner
        entries[account.id] = entry
        guard before != nil else { return (learner, []) }
        let contents = try String.fetchAll(
            db,
            sql: "SELECT DISTINCT content FROM enrolment WHERE connection = ? AND account = ? ORDER BY 1",
            arguments: [connection.row, entry.row])
        return (learner, contents)
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
