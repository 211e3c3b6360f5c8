import ConnectorKit
import Foundation
import Model

/// Writes the enrolments of a batch, and lists the learners whose attempts may change by it.
struct EnrolmentWriter {
    /// In the order in which they were touched, each once.
    private(set) var touched: [LearnerAtContent] = []
    /// Whether anything was written.
    private(set) var wrote = false

    private let connection: ConnectionID
    private let rule: AttemptRule
    private let db: Session
    private var directory: LearnerDirectory
    private var seen: Set<LearnerAtContent> = []

    init(_ batch: EnrolmentBatch, of connection: ConnectionID, _ rule: AttemptRule, _ db: Session) throws {
        self.connection = connection
        self.rule = rule
        self.db = db
        let accounts = batch.accounts.map(\.id) + batch.enrolments.map(\.account)
        directory = try LearnerDirectory(Set(accounts), of: connection, db)
    }

    /// Notes what the provider says of accounts.
    mutating func note(_ accounts: [LearnerAccount]) throws {
        let noted = try directory.note(accounts)
        if noted.wrote { wrote = true }
        for one in noted.waited { touch(one) }
    }

    mutating func write(_ enrolments: [Enrolment], isThorough: Bool, for attempts: inout AttemptReconciler)
        throws
    {
        let stored = try kept(enrolments)
        // What this batch has of enrolments that are in it more than once.
        var taken: [String: Kept] = [:]
        var news: [Enrolment] = []
        var changes: [(enrolment: Enrolment, row: Int64)] = []
        var newAccounts: [String] = []
        var isNew: Set<String> = []
        var touches: [(content: String, owner: Owner)] = []
        for (enrolment, stored) in zip(enrolments, stored) {
            let known = (taken.isEmpty ? nil : taken[enrolment.id]) ?? stored
            let isSameOwner = known.map { isOwner($0.owner, enrolment.account) } ?? false
            if isSameOwner, let known, known.isLike(enrolment) {
                if isThorough, enrolment.status == .inProgress {
                    touches.append((known.content, .account(enrolment.account)))
                }
                continue
            }
            guard rule.takes(enrolment, known?.enrolment(enrolment.id)) else { continue }
            if directory[enrolment.account] == nil, isNew.insert(enrolment.account).inserted {
                newAccounts.append(enrolment.account)
            }
            if let known, known.content != enrolment.contentID || !isSameOwner {
                touches.append((known.content, known.owner))
            }
            touches.append((enrolment.contentID, .account(enrolment.account)))
            if let row = stored?.row { changes.append((enrolment, row)) } else { news.append(enrolment) }
            taken[enrolment.id] = Kept(enrolment)
        }
        if !taken.isEmpty { wrote = true }
        try directory.add(newAccounts)
        try attempts.load((news + changes.map(\.enrolment)).map(\.contentID))
        try db.each(Self.insert, news) { enrolment, values in
            try values(
                enrolment.contentID, directory[enrolment.account]?.row, enrolment.status == .completed,
                enrolment.createdAt, enrolment.updatedAt, enrolment.passed,
                attempts.frozenDuration(of: enrolment), connection.row, enrolment.id)
        }
        try db.each(Self.update, changes) { change, values in
            let enrolment = change.enrolment
            let isCompleted = enrolment.status == .completed
            try values(
                enrolment.contentID, directory[enrolment.account]?.row, isCompleted, enrolment.createdAt,
                enrolment.updatedAt, enrolment.passed, attempts.frozenDuration(of: enrolment), change.row,
                isCompleted, enrolment.updatedAt)
        }
        try touch(touches)
    }

    private func isOwner(_ owner: Owner, _ account: String) -> Bool {
        switch owner {
        case .account(let name): name == account
        case .row(let row): directory[account]?.row == row
        }
    }

    private mutating func touch(_ touches: [(content: String, owner: Owner)]) throws {
        let rows = touches.compactMap { touch in
            if case .row(let row) = touch.owner { row } else { nil }
        }
        let former = try directory.learners(ofRows: Set(rows))
        for (content, owner) in touches {
            let learner =
                switch owner {
                case .account(let name): directory[name]?.learner
                case .row(let row): former[row]
                }
            if let learner { touch(LearnerAtContent(content: content, learner: learner)) }
        }
    }

    private mutating func touch(_ one: LearnerAtContent) {
        if seen.insert(one).inserted { touched.append(one) }
    }

    // MARK: - Rows

    /// Whose an enrolment is: an account as it is stored, or as this batch names it.
    private enum Owner {
        case row(Int64)
        case account(String)
    }

    private struct Kept {
        /// Nil if it is of this batch.
        var row: Int64?
        let owner: Owner
        let status: Enrolment.Status
        let createdAt: Date
        let updatedAt: Date
        let passed: Bool?
        let content: String

        init(_ enrolment: Enrolment) {
            owner = .account(enrolment.account)
            status = enrolment.status
            createdAt = enrolment.createdAt
            updatedAt = enrolment.updatedAt
            passed = enrolment.passed
            content = enrolment.contentID
        }

        init(_ row: Row) {
            self.row = row[0]
            owner = .row(row[1])
            status = row[2] ? .completed : .inProgress
            createdAt = row[3]
            updatedAt = row[4]
            passed = row[5]
            content = row[6]
        }

        /// Times are stored as milliseconds.
        func isLike(_ other: Enrolment) -> Bool {
            other.status == status && other.contentID == content
                && Instant.milliseconds(other.createdAt) == Instant.milliseconds(createdAt)
                && Instant.milliseconds(other.updatedAt) == Instant.milliseconds(updatedAt)
                && other.passed == passed
        }

        func enrolment(_ id: String) -> KeptEnrolment {
            KeptEnrolment(id: id, status: status, createdAt: createdAt, updatedAt: updatedAt, passed: passed)
        }
    }

    private func kept(_ enrolments: [Enrolment]) throws -> [Kept?] {
        var kept: [Kept?] = []
        kept.reserveCapacity(enrolments.count)
        try db.each(
            """
            SELECT id, account, completed, created_at, updated_at, passed, content FROM enrolment
            WHERE connection = ? AND external_id = ?
            """, enrolments
        ) {
            try $1(connection.row, $0.id)
        } found: {
            kept.append($1.map(Kept.init))
        }
        return kept
    }

    /// What is older than what is kept never takes its place, whoever else writes at the same time.
    private static let insert = """
        INSERT INTO enrolment (content, account, completed, created_at, updated_at, passed, duration, connection,
            external_id)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (connection, external_id) DO UPDATE SET
            content = excluded.content, account = excluded.account, completed = excluded.completed,
            created_at = excluded.created_at, updated_at = excluded.updated_at, passed = excluded.passed,
            duration = excluded.duration
            WHERE enrolment.completed = 0
                AND (excluded.completed = 1 OR excluded.updated_at >= enrolment.updated_at)
        """

    private static let update = """
        UPDATE enrolment SET content = ?, account = ?, completed = ?, created_at = ?, updated_at = ?, passed = ?,
            duration = ?
        WHERE id = ? AND completed = 0 AND (? = 1 OR updated_at <= ?)
        """
}
