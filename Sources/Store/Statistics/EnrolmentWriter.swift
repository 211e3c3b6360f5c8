import ConnectorKit
import GRDB
import Model

/// Writes the enrolments of a batch, and tells whose attempts that touches.
struct EnrolmentWriter {
    /// In the order in which they were touched, each once.
    private(set) var touched: [LearnerAtContent] = []
    /// Whether anything was written.
    private(set) var wrote = false

    private let connection: ConnectionID
    private let rule: AttemptRule
    private var accounts: AccountBook
    private var seen: Set<LearnerAtContent> = []
    private let select: RawStatement
    private let insert: RawStatement
    private let update: RawStatement

    init(_ connection: ConnectionID, _ rule: AttemptRule, _ db: Database) throws {
        self.connection = connection
        self.rule = rule
        accounts = try AccountBook(connection, db)
        select = try RawStatement(
            """
            SELECT id, account, completed, created_at, updated_at, passed, content FROM enrolment
            WHERE connection = ? AND external_id = ?
            """, db)
        insert = try RawStatement(
            """
            INSERT INTO enrolment (content, account, completed, created_at, updated_at, passed, duration,
                connection, external_id)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, db)
        update = try RawStatement(
            """
            UPDATE enrolment SET content = ?, account = ?, completed = ?, created_at = ?, updated_at = ?,
                passed = ?, duration = ?
            WHERE id = ?
            """, db)
    }

    /// Takes in what the provider says of accounts.
    mutating func learn(_ found: [LearnerAccount]) throws {
        let learnt = try accounts.learn(found)
        if learnt.wrote { wrote = true }
        for one in learnt.waited { touch(one) }
    }

    mutating func write(_ enrolments: [Enrolment], isThorough: Bool, on sheet: inout AttemptSheet) throws {
        for enrolment in enrolments {
            let known = try kept(enrolment.id)
            if let known, known.isLike(enrolment), try accounts[enrolment.account]?.row == known.account {
                if isThorough, enrolment.status == .inProgress {
                    try touch(known.content, of: enrolment.account)
                }
                continue
            }
            guard rule.takes(enrolment, known?.enrolment(enrolment.id)) else { continue }
            let account = try accounts.enter(enrolment.account)
            try keep(enrolment, in: known?.row, of: account.row, duration: sheet.frozenDuration(enrolment))
            wrote = true
            if let known, known.content != enrolment.contentID || known.account != account.row,
                let learner = try accounts.learner(ofRow: known.account)
            {
                touch(LearnerAtContent(content: known.content, learner: learner))
            }
            if let learner = account.learner {
                touch(LearnerAtContent(content: enrolment.contentID, learner: learner))
            }
        }
    }

    private mutating func touch(_ content: String, of account: String) throws {
        guard let learner = try accounts[account]?.learner else { return }
        touch(LearnerAtContent(content: content, learner: learner))
    }

    private mutating func touch(_ one: LearnerAtContent) {
        if seen.insert(one).inserted { touched.append(one) }
    }

    // MARK: - Rows

    private struct Known {
        let row: Int64
        let account: Int64
        let completed: Bool
        let created: Int64
        let updated: Int64
        let passed: Bool?
        let content: String

        func isLike(_ other: Enrolment) -> Bool {
            other.status == (completed ? .completed : .inProgress) && other.contentID == content
                && Instant.milliseconds(other.createdAt) == created
                && Instant.milliseconds(other.updatedAt) == updated && other.passed == passed
        }

        func enrolment(_ id: String) -> KeptEnrolment {
            KeptEnrolment(
                id: id, status: completed ? .completed : .inProgress, createdAt: Instant.date(created),
                updatedAt: Instant.date(updated), passed: passed)
        }
    }

    private func kept(_ id: String) throws -> Known? {
        select.reset()
        try select.bind(connection.row, at: 1)
        try select.bind(id, at: 2)
        guard try select.step() else { return nil }
        defer { select.reset() }
        return Known(
            row: select.integer(0), account: select.integer(1), completed: select.integer(2) != 0,
            created: select.integer(3), updated: select.integer(4),
            passed: select.optionalInteger(5).map { $0 != 0 }, content: select.text(6))
    }

    private func keep(_ enrolment: Enrolment, in row: Int64?, of account: Int64, duration: Int64?) throws {
        let statement = row == nil ? insert : update
        statement.reset()
        try statement.bind(enrolment.contentID, at: 1)
        try statement.bind(account, at: 2)
        try statement.bind(enrolment.status == .completed ? 1 : 0, at: 3)
        try statement.bind(Instant.milliseconds(enrolment.createdAt), at: 4)
        try statement.bind(Instant.milliseconds(enrolment.updatedAt), at: 5)
        try statement.bind(enrolment.passed.map { $0 ? 1 : 0 }, at: 6)
        try statement.bind(duration, at: 7)
        if let row {
            try statement.bind(row, at: 8)
        } else {
            try statement.bind(connection.row, at: 8)
            try statement.bind(enrolment.id, at: 9)
        }
        _ = try statement.step()
        statement.reset()
    }
}

/// One learner's way through one piece of content.
struct LearnerAtContent: Hashable {
    /// The external id of the learning object.
    let content: String
    /// The row of the learner.
    let learner: Int64
}
