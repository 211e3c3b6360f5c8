import ConnectorKit
import Foundation
import Model

/// Writes the enrolments of a batch, and lists the learners whose attempts may change by it.
struct EnrolmentWriter {
    /// In the order in which they were touched, each once, by connection: that of the batch first.
    private(set) var touched: [(connection: ConnectionID, learners: [LearnerAtContent])]
    /// Whether anything was written.
    private(set) var wrote = false
    /// Whether anything of accounts was: their learners may have others in any connection.
    private var notedAccounts = false

    private let connection: ConnectionID
    private let rule: AttemptRule
    private let db: Session
    private var directory: LearnerDirectory
    private var seen: Set<Touch> = []

    private struct Touch: Hashable {
        let connection: ConnectionID
        let one: LearnerAtContent
    }

    init(_ batch: EnrolmentBatch, of connection: ConnectionID, _ rule: AttemptRule, _ db: Session) throws {
        self.connection = connection
        self.rule = rule
        self.db = db
        touched = [(connection, [])]
        let accounts = batch.accounts.map(\.id) + batch.enrolments.map(\.account)
        directory = try LearnerDirectory(Set(accounts), of: connection, db)
    }

    /// Notes what the provider says of accounts.
    mutating func note(_ accounts: [LearnerAccount]) throws {
        let noted = try directory.note(accounts)
        if noted.wrote { (wrote, notedAccounts) = (true, true) }
        for (connection, one) in noted.touched { touch(one, in: connection) }
    }

    mutating func write(_ enrolments: [Enrolment], isThorough: Bool, for attempts: inout AttemptReconciler)
        throws
    {
        let stored = try kept(enrolments)
        // What this batch has of enrolments that are in it more than once.
        var taken: [String: Enrolment] = [:]
        var news: [String] = []
        var changes: [(id: String, row: Int64, before: Enrolment)] = []
        var touches: [(content: String, account: String)] = []
        for (named, stored) in zip(enrolments, stored) {
            let known = (taken.isEmpty ? nil : taken[named.id]) ?? stored?.enrolment
            guard let merged = rule.merge(named, known), !merged.isLike(known) else {
                if isThorough, let known, known.status == .inProgress {
                    touches.append((known.contentID, known.account))
                }
                continue
            }
            if let known { touches.append((known.contentID, known.account)) }
            touches.append((merged.contentID, merged.account))
            if taken.updateValue(merged, forKey: named.id) == nil {
                if let stored {
                    changes.append((named.id, stored.row, stored.enrolment))
                } else {
                    news.append(named.id)
                }
            }
        }
        if !taken.isEmpty { wrote = true }
        try directory.load(Set(touches.map(\.account)), adding: true)
        try attempts.load(taken.values.map(\.contentID) + changes.map(\.before.contentID))
        let enrolment = { (id: String) in taken[id] }
        try db.insert(
            into: Self.columns, width: 14, otherwise: Self.conflict, news.compactMap(enrolment)
        ) { enrolment, values in
            try values(
                enrolment.contentID, directory[enrolment.account]?.row, enrolment.status == .completed,
                enrolment.createdAt, enrolment.updatedAt, enrolment.passed, enrolment.progress,
                enrolment.progressAt, enrolment.knownTime, StoredTime.text(enrolment.timeSpent),
                enrolment.timeAt, attempts.frozenDuration(of: enrolment), connection.row, enrolment.id)
        }
        var counts = EnrolmentCounts()
        for id in news { count(enrolment(id), 1, attempts, &counts) }
        try db.each(Self.update, changes) { change, values in
            guard let enrolment = enrolment(change.id) else { return }
            let isCompleted = enrolment.status == .completed
            try values(
                enrolment.contentID, directory[enrolment.account]?.row, isCompleted, enrolment.createdAt,
                enrolment.updatedAt, enrolment.passed, enrolment.progress, enrolment.progressAt,
                enrolment.knownTime, StoredTime.text(enrolment.timeSpent), enrolment.timeAt,
                attempts.frozenDuration(of: enrolment), change.row,
                isCompleted, enrolment.createdAt, enrolment.updatedAt)
        } found: { change, row in
            guard row != nil, let now = enrolment(change.id),
                now.contentID != change.before.contentID
            else { return }
            count(change.before, -1, attempts, &counts)
            count(now, 1, attempts, &counts)
        }
        try counts.write(connection, db)
        for (content, account) in touches {
            guard let learner = directory[account]?.learner else { continue }
            touch(LearnerAtContent(content: content, learner: learner), in: connection)
        }
    }

    /// Numbers the change, if there was one.
    func mark() throws {
        guard wrote else { return }
        try db.run(
            "UPDATE connection SET learning = learning + 1 WHERE id = ? OR ? = 1",
            [connection.row, notedAccounts])
    }

    private func count(
        _ enrolment: Enrolment?, _ sign: Int, _ attempts: AttemptReconciler, _ counts: inout EnrolmentCounts
    ) {
        guard let enrolment else { return }
        counts.count(sign, content: enrolment.contentID, isKnown: attempts.isKnown(enrolment.contentID))
    }

    private mutating func touch(_ one: LearnerAtContent, in connection: ConnectionID) {
        guard seen.insert(Touch(connection: connection, one: one)).inserted else { return }
        if let index = touched.firstIndex(where: { $0.connection == connection }) {
            touched[index].learners.append(one)
        } else {
            touched.append((connection, [one]))
        }
    }

    // MARK: - Rows

    private func kept(_ enrolments: [Enrolment]) throws -> [(row: Int64, enrolment: Enrolment)?] {
        var kept: [(row: Int64, enrolment: Enrolment)?] = []
        kept.reserveCapacity(enrolments.count)
        try db.find(
            """
            e.id, e.content, a.external_id, e.completed, e.created_at, e.updated_at, e.passed, e.progress,
                e.time_spent, e.time_windows, e.progress_at, e.time_at
            """, in: "enrolment e JOIN account a ON a.id = e.account",
            by: ["e.connection", "e.external_id"], enrolments
        ) {
            try $1(connection.row, $0.id)
        } found: { enrolment, row in
            kept.append(
                row.map { row in
                    var kept = Enrolment(
                        id: enrolment.id, contentID: row[1], account: row[2],
                        status: row[3] ? .completed : .inProgress, createdAt: row[4], updatedAt: row[5],
                        passed: row[6], progress: row[7],
                        timeSpent: StoredTime.timeSpent(total: row[8], windows: row[9]))
                    (kept.progressAt, kept.timeAt) = (row[10], row[11])
                    return (row[0], kept)
                })
        }
        return kept
    }

    private static let columns = """
        enrolment (content, account, completed, created_at, updated_at, passed, progress, progress_at,
            time_spent, time_windows, time_at, duration, connection, external_id)
        """

    /// What is known is never taken back, whoever else writes at the same time.
    private static let conflict = """
        ON CONFLICT (connection, external_id) DO UPDATE SET
            content = excluded.content, account = excluded.account, completed = excluded.completed,
            created_at = excluded.created_at, updated_at = excluded.updated_at, passed = excluded.passed,
            progress = excluded.progress, progress_at = excluded.progress_at, time_spent = excluded.time_spent,
            time_windows = excluded.time_windows, time_at = excluded.time_at,
            duration = CASE WHEN enrolment.completed = 1 THEN enrolment.duration ELSE excluded.duration END
            WHERE enrolment.completed <= excluded.completed AND enrolment.created_at >= excluded.created_at
                AND enrolment.updated_at <= excluded.updated_at
        """

    private static let update = """
        UPDATE enrolment SET content = ?, account = ?, completed = ?, created_at = ?, updated_at = ?, passed = ?,
            progress = ?, progress_at = ?, time_spent = ?, time_windows = ?, time_at = ?, duration = CASE WHEN completed = 1 THEN duration ELSE ? END
        WHERE id = ? AND completed <= ? AND created_at >= ? AND updated_at <= ?
        RETURNING id
        """
}

extension Enrolment {
    /// Times are stored as milliseconds.
    fileprivate func isLike(_ other: Enrolment?) -> Bool {
        guard let other else { return false }
        return other.status == status && other.contentID == contentID && other.account == account
            && other.passed == passed && other.progress == progress && other.knownTime == knownTime
            && StoredTime.text(other.timeSpent) == StoredTime.text(timeSpent)
            && other.progressAt.map(Instant.milliseconds) == progressAt.map(Instant.milliseconds)
            && other.timeAt.map(Instant.milliseconds) == timeAt.map(Instant.milliseconds)
            && other.createdAt.map(Instant.milliseconds) == createdAt.map(Instant.milliseconds)
            && Instant.milliseconds(other.updatedAt) == Instant.milliseconds(updatedAt)
    }
}
