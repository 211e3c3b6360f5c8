import ConnectorKit
import Model

/// Whose account is whose, within one transaction.
struct LearnerDirectory {
    struct Account {
        let row: Int64
        /// Nil while nobody knows the e-mail address.
        var learner: Int64?
    }

    private let connection: ConnectionID
    private let db: Session
    private var accounts: [String: Account] = [:]

    /// - Parameter ids: the accounts that are looked at.
    init(_ ids: Set<String>, of connection: ConnectionID, _ db: Session) throws {
        self.connection = connection
        self.db = db
        accounts.reserveCapacity(ids.count)
        try db.each("SELECT id, learner FROM account WHERE connection = ? AND external_id = ?", Array(ids)) {
            try $1(connection.row, $0)
        } found: {
            if let row = $1 { accounts[$0] = Account(row: row[0], learner: row[1]) }
        }
    }

    /// An account that is known.
    subscript(_ account: String) -> Account? { accounts[account] }

    /// Adds accounts without e-mail address, since nobody told one.
    mutating func add(_ ids: [String]) throws {
        try db.each(
            """
            INSERT INTO account (connection, external_id) VALUES (?, ?)
            ON CONFLICT (connection, external_id) DO UPDATE SET external_id = excluded.external_id
            RETURNING id, learner
            """, ids
        ) {
            try $1(connection.row, $0)
        } found: {
            if let row = $1 { accounts[$0] = Account(row: row[0], learner: row[1]) }
        }
    }

    /// Notes what the provider says of accounts. The first e-mail address decides whose an account is.
    ///
    /// - Returns: whether that wrote anything, and what was kept for accounts that nobody had known the owner of.
    mutating func note(_ found: [LearnerAccount]) throws -> (wrote: Bool, waited: [LearnerAtContent]) {
        var owners: [(account: LearnerAccount, email: String)] = []
        var named: Set<String> = []
        for account in found where accounts[account.id]?.learner == nil {
            guard let email = EmailKey.of(account.email), named.insert(account.id).inserted else { continue }
            owners.append((account, email))
        }
        guard !owners.isEmpty else { return (false, []) }
        let waiting = Set(owners.compactMap { accounts[$0.account.id]?.row })
        try add(owners.map(\.account.id).filter { accounts[$0] == nil })
        let learners = try learners(owners.map(\.email))
        try db.each("UPDATE account SET learner = ?, name = ? WHERE id = ?", owners) {
            try $1(learners[$0.email], $0.account.name, accounts[$0.account.id]?.row)
        }
        var owner: [Int64: Int64] = [:]
        for (account, email) in owners {
            accounts[account.id]?.learner = learners[email]
            if let row = accounts[account.id]?.row, waiting.contains(row) { owner[row] = learners[email] }
        }
        guard !owner.isEmpty else { return (true, []) }
        let waited = try db.rows(
            """
            SELECT DISTINCT content, account FROM enrolment
            WHERE connection = :connection AND \(db.sql.isAmong("account", ":accounts")) ORDER BY content, account
            """, ["connection": connection.row, "accounts": Array(owner.keys)]
        ).compactMap { row in
            owner[row["account"]].map { LearnerAtContent(content: row["content"], learner: $0) }
        }
        return (true, waited)
    }

    /// The learners of accounts; none for those that nobody knows the owner of.
    func learners(ofRows rows: Set<Int64>) throws -> [Int64: Int64] {
        var learners: [Int64: Int64] = [:]
        try db.each("SELECT learner FROM account WHERE id = ?", Array(rows)) {
            try $1($0)
        } found: {
            learners[$0] = $1?[0]
        }
        return learners
    }

    /// The learners with these addresses, added if they are new.
    private func learners(_ emails: [String]) throws -> [String: Int64] {
        var learners: [String: Int64] = [:]
        var missing: [String] = []
        var asked: Set<String> = []
        try db.each("SELECT id FROM learner WHERE email = ?", emails.filter { asked.insert($0).inserted }) {
            try $1($0)
        } found: {
            if let row = $1 { learners[$0] = row[0] } else { missing.append($0) }
        }
        try db.each(
            """
            INSERT INTO learner (email) VALUES (?) ON CONFLICT (email) DO UPDATE SET email = excluded.email
            RETURNING id
            """, missing
        ) {
            try $1($0)
        } found: {
            learners[$0] = $1?[0]
        }
        return learners
    }
}

/// One learner's way through one piece of content.
struct LearnerAtContent: Hashable {
    /// The external id of the learning object.
    let content: String
    /// The row of the learner.
    let learner: Int64
}
