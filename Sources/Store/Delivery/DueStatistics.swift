import Foundation
package import Model

extension Store {
    /// Statistics that are due, of courses that were delivered, in the order in which learners began.
    ///
    /// - Parameter skipping: how many of them to leave out.
    package func dueStatistics(
        in destination: StoredDestination.ID, run: RunID, skipping: Int, limit: Int
    ) async throws(StoreError) -> [DueStatistic] {
        try await read { db in
            let due = try db.rows(
                """
                SELECT o.id AS outbox, o.course, e.external_id, e.content, e.connection, a.learner, t.email,
                    p.at AS opened, p.timed
                FROM outbox o JOIN course c ON c.id = o.course JOIN deployment d ON d.id = c.deployment
                    JOIN enrolment e ON e.connection = d.connection AND e.external_id = o.enrolment
                    JOIN account a ON a.id = e.account JOIN learner t ON t.id = a.learner
                    JOIN delivered_course l ON l.destination = o.destination AND l.course = o.course
                    LEFT JOIN opened_attempt p
                        ON p.destination = o.destination AND p.enrolment = o.enrolment
                WHERE \(DueRows.waiting)
                ORDER BY e.created_at, e.external_id LIMIT :limit OFFSET :skipping
                """,
                [
                    "destination": destination.row, "work": DeliveryWork.statistics.rawValue, "run": run.row,
                    "after": 0, "limit": limit, "skipping": skipping,
                ])
            var ways: [LearnerAtCourse: ReportedWay] = [:]
            for row in due {
                let way = LearnerAtCourse(course: row["course"], learner: row["learner"])
                if ways[way] == nil {
                    ways[way] = try ReportedWay(
                        way, connection: row["connection"], content: row["content"], in: destination, db)
                }
            }
            // What comes after the first of two statistics waits for the second: it would be changed by that.
            var held: Set<LearnerAtCourse> = []
            return due.compactMap { row in
                let way = LearnerAtCourse(course: row["course"], learner: row["learner"])
                guard let statistic = ways[way]?.due(row, waits: held.contains(way)) else { return nil }
                if statistic.isFirst { held.insert(way) }
                return statistic
            }
        }
    }
}

private struct LearnerAtCourse: Hashable {
    let course: Int64
    let learner: Int64
}

/// A learner's way through a course, as a platform is told it and was told it.
private struct ReportedWay {
    private let reports: [String: StatisticReport]
    private let delivered: [String: Delivered]

    init(
        _ way: LearnerAtCourse, connection: Int64, content: String, in destination: StoredDestination.ID,
        _ db: Session
    ) throws {
        let minutes = try db.value(
            Int64.self, "SELECT i.duration FROM course c JOIN item i ON i.id = c.item WHERE c.id = ?",
            [way.course])
        var enrolments: [KeptEnrolment] = []
        try KeptEnrolment.find([way], db) {
            try $1($0.learner, connection, content)
        } found: {
            if let row = $1 { enrolments.append(KeptEnrolment(row, duration: minutes)) }
        }
        let launches = try db.rows(
            "SELECT \(LearnerHistory.Launch.columns) FROM launch l WHERE l.learner = ? AND l.course = ?",
            [way.learner, way.course]
        ).map(LearnerHistory.Launch.init)
        reports = LearnerHistory(enrolments: enrolments, launches: launches).reports()
        var delivered: [String: Delivered] = [:]
        try db.each(
            "SELECT state, digest FROM delivered_statistic WHERE destination = ? AND enrolment = ?",
            enrolments.map(\.id)
        ) {
            try $1(destination.row, $0)
        } found: {
            if let row = $1 { delivered[$0] = Delivered(state: row[0], digest: row[1]) }
        }
        self.delivered = delivered
    }

    func due(_ row: Row, waits: Bool) -> DueStatistic? {
        let enrolment: String = row["external_id"]
        let mail: String = row["email"]
        guard let report = reports[enrolment], let last = report.steps.last else { return nil }
        let before = delivered[enrolment]
        let former = before?.mail == mail ? nil : before?.mail
        let isKnown = before?.digest.isEmpty == false && former == nil
        let isFirst = report.steps.count > 1 && !isKnown
        let opened = (row["opened"] as Date?).map {
            OpenedAttempt(enrolment: enrolment, at: $0, isTimed: row["timed"])
        }
        // What closes an attempt that was opened there is sent once more.
        let closes = isKnown && opened.map { $0.state != before?.opened } ?? false
        let isSent = closes || !isPast(report, before, isKnown)
        return DueStatistic(
            id: OutboxID(row["outbox"]), externalID: row["content"], mail: mail,
            statistic: !isSent ? nil : isFirst ? report.steps[0] : last,
            isFirst: isFirst, waits: waits, digest: before?.digest, former: former, opened: opened)
    }

    /// Whether nothing is to be sent: a completion is there already, or the platform would apply the statistic to a
    /// later attempt (rule A22).
    private func isPast(_ report: StatisticReport, _ before: Delivered?, _ isKnown: Bool) -> Bool {
        if isKnown, let before, before.isCompleted, !before.isFirst { return true }
        guard report.isOvertaken, report.newest >= 0 else { return report.isOvertaken }
        let isLaterThere = delivered.contains { enrolment, other in
            !other.digest.isEmpty && reports[enrolment]?.newest ?? -1 > report.newest
        }
        return report.steps.last?.completedAt == nil && isLaterThere
    }

    private struct Delivered {
        let isFirst: Bool
        let isCompleted: Bool
        let mail: String
        /// The attempt that was opened there and that it was to close.
        let opened: String?
        /// Empty if nothing was sent.
        let digest: String

        init(state: String, digest: String) {
            let state = StatisticState(state)
            (isFirst, isCompleted, mail) = (state.isFirst, state.isCompleted, state.mail)
            opened = state.opened
            self.digest = digest
        }
    }
}

/// What a statistic was made of, as the ledger has it.
struct StatisticState {
    /// Marks the first of two statistics, in the ledger and in the digest of what was sent.
    static let first = "first "
    static let firstPattern = "first %"

    let isFirst: Bool
    let isCompleted: Bool
    /// As ``OpenedAttempt/state``; nil if it was not to close one.
    let opened: String?
    let mail: String

    init(_ text: String) {
        isFirst = text.hasPrefix(Self.first)
        let parts = text.dropFirst(isFirst ? Self.first.count : 0).split(
            separator: " ", maxSplits: 5, omittingEmptySubsequences: false)
        isCompleted = parts.first == "1"
        let minutes = parts.count == 6 ? parts[4].split(separator: "@", omittingEmptySubsequences: false) : []
        opened = minutes.count == 2 ? String(minutes[1]) : nil
        mail = parts.last.map(String.init) ?? ""
    }

    /// All that a statistic is made of: the duration that a completion keeps, and else today's. The content of an
    /// enrolment `e` in an item `i` is the course's, and not part of it. Of an attempt `p` that was opened there it has
    /// what ``OpenedAttempt/state`` says. What the provider knows itself is part of it only if it knows it.
    static let sql = """
        e.completed || ' ' || e.created_at || ' ' || e.updated_at || ' ' || coalesce(CAST(e.passed AS TEXT), '')
            || coalesce('%' || e.progress, '') || coalesce('t' || e.time_spent, '') || ' '
            || coalesce(CAST(\(DueRows.duration) AS TEXT), '') || coalesce('@' || p.at || '.' || p.timed, '')
            || ' ' || t.email
        """
}
