import ConnectorKit
import Model

/// Whose account is whose, within one transaction.
struct LearnerDirectory {
    struct Account {
        let row: Int64
        /// Nil while nobody knows the e-mail address.
        var learner: Int64?
        /// The learner's.
        var email: String?
        /// Whether the provider gave no address when it was last asked.
        var isGone = false
    }

    private let connection: ConnectionID
    private let db: Session
    private var accounts: [String: Account] = [:]

    /// - Parameter ids: the accounts that are looked at.
    init(_ ids: Set<String>, of connection: ConnectionID, _ db: Session) throws {
        self.connection = connection
        self.db = db
        try load(ids)
    }

    /// An account that is known.
    subscript(_ account: String) -> Account? { accounts[account] }

    /// Looks at further accounts.
    ///
    /// - Parameter adding: whether those that are new are added, without an e-mail address.
    mutating func load(_ ids: Set<String>, adding: Bool = false) throws {
        let missing = ids.filter { accounts[$0] == nil }.sorted()
        try db.find(
            "a.id, a.learner, a.gone, l.email", in: "account a LEFT JOIN learner l ON l.id = a.learner",
            by: ["a.connection", "a.external_id"], missing
        ) {
            try $1(connection.row, $0)
        } found: {
            if let row = $1 { accounts[$0] = Account(row) }
        }
        if adding { try add(missing.filter { accounts[$0] == nil }) }
    }

    private mutating func add(_ ids: [String]) throws {
        var rest = ids[...]
        try db.insert(
            into: "account (connection, external_id)", width: 2,
            otherwise: """
                ON CONFLICT (connection, external_id) DO UPDATE SET external_id = excluded.external_id
                RETURNING id, learner, gone, NULL
                """, ids
        ) {
            try $1(connection.row, $0)
        } returned: {
            if let id = rest.popFirst() { accounts[id] = Account($0) }
        }
    }

    /// Notes what the provider says of accounts: each is addressed by the e-mail address that it has now (rule A16).
    ///
    /// An account whose address is no longer given keeps the last one.
    ///
    /// - Returns: whether that wrote anything, and the learners whose attempts it concerns.
    mutating func note(_ found: [LearnerAccount]) throws -> (wrote: Bool, touched: [LearnerMoves.Touched]) {
        let news = news(of: found)
        guard !news.isEmpty else { return (false, []) }
        let present = news.filter { EmailKey.of($0.email) != nil }
        try add(present.map(\.id).filter { accounts[$0] == nil })
        let turned = news.filter { (EmailKey.of($0.email) == nil) != (accounts[$0.id]?.isGone ?? false) }
        try db.each("UPDATE account SET gone = ? WHERE id = ?", turned) {
            try $1(EmailKey.of($0.email) == nil, accounts[$0.id]?.row)
        }
        var moves = LearnerMoves(connection, db)
        let touched = try moves.make(
            present.compactMap { account in
                guard let email = EmailKey.of(account.email), let known = accounts[account.id],
                    known.email != email
                else { return nil }
                return LearnerMoves.Move(
                    account: account.id, row: known.row, name: account.name, from: known.learner, to: email)
            })
        for account in news { accounts[account.id] = nil }
        try load(Set(news.map(\.id)))
        return (true, touched)
    }

    /// What differs from what is known, each account once, in order.
    func news(of found: [LearnerAccount]) -> [LearnerAccount] {
        var named: Set<String> = []
        return found.filter { account in
            named.insert(account.id).inserted && accounts[account.id].differs(from: account)
        }.sorted { $0.id < $1.id }
    }
}

extension LearnerDirectory.Account {
    /// From the columns id, learner, gone, email.
    fileprivate init(_ row: Row) { self.init(row: row[0], learner: row[1], email: row[3], isGone: row[2]) }
}

extension LearnerDirectory.Account? {
    /// Whether what the provider says is news.
    fileprivate func differs(from account: LearnerAccount) -> Bool {
        guard let email = EmailKey.of(account.email) else {
            return self?.learner != nil && self?.isGone == false
        }
        return self?.email != email || self?.isGone == true
    }
}

/// One learner's way through one piece of content.
struct LearnerAtContent: Hashable {
    /// The external id of the learning object.
    let content: String
    /// The row of the learner.
    let learner: Int64
}
