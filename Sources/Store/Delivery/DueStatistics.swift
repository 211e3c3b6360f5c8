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
                    p.at AS opened, p.timed, i.duration
                FROM outbox o JOIN course c ON c.id = o.course JOIN deployment d ON d.id = c.deployment
                    JOIN item i ON i.id = c.item
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
            let ways = try ReportedWay.find(due, in: destination, db)
            // What comes after the first of two statistics waits for the second: it would be changed by that.
            var held: Set<LearnerAtCourse> = []
            return due.compactMap { row in
                let way = LearnerAtCourse(row)
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

    init(_ row: Row) { (course, learner) = (row["course"], row["learner"]) }
}

/// A learner's way through a course, as a platform is told it and was told it.
private struct ReportedWay {
    private let reports: [String: StatisticReport]
    private let delivered: [String: Delivered]

    /// Reads the ways that enrolments which are due belong to.
    static func find(
        _ due: [Row], in destination: StoredDestination.ID, _ db: Session
    ) throws -> [LearnerAtCourse: ReportedWay] {
        var kept: [LearnerAtCourse: Kept] = [:]
        for row in due where kept[LearnerAtCourse(row)] == nil { kept[LearnerAtCourse(row)] = Kept(row) }
        let ways = Array(kept)
        try KeptEnrolment.find(ways, db) { way, values in
            try values(way.key.learner, way.value.connection, way.value.content)
        } found: { way, row in
            guard let row else { return }
            kept[way.key]?.enrolments.append(KeptEnrolment(row, duration: way.value.duration))
        }
        try db.find(
            LearnerHistory.Launch.columns, in: "launch l", by: ["l.learner", "l.course"], ways
        ) { way, values in
            try values(way.key.learner, way.key.course)
        } found: { way, row in
            if let row { kept[way.key]?.launches.append(LearnerHistory.Launch(row)) }
        }
        let enrolments = kept.flatMap { way in way.value.enrolments.map { (way: way.key, id: $0.id) } }
        try db.find(
            "state, digest", in: "delivered_statistic", by: ["destination", "enrolment"], enrolments
        ) {
            try $1(destination.row, $0.id)
        } found: {
            if let row = $1 { kept[$0.way]?.delivered[$0.id] = Delivered(state: row[0], digest: row[1]) }
        }
        return kept.mapValues(ReportedWay.init)
    }

    /// What is stored of a way.
    private struct Kept {
        let connection: Int64
        let content: String
        /// Of the content, in minutes; nil if it is unknown.
        let duration: Int64?
        var enrolments: [KeptEnrolment] = []
        var launches: [LearnerHistory.Launch] = []
        var delivered: [String: Delivered] = [:]

        init(_ row: Row) {
            (connection, content, duration) = (row["connection"], row["content"], row["duration"])
        }
    }

    private init(_ kept: Kept) {
        reports = LearnerHistory(enrolments: kept.enrolments, launches: kept.launches).reports()
        delivered = kept.delivered
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
