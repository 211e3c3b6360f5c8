import ConnectorKit
import GRDB
import Model

/// Brings attempts in line with the enrolments that are kept, within one transaction.
struct AttemptSheet {
    private(set) var changes = AttemptChanges()

    private let connection: ConnectionID
    private let rule: AttemptRule
    private let lastBefore: Attempt.ID
    private let deployments: [Int64]
    private var contents: [String: ContentCourses] = [:]
    private let item: RawStatement
    private let course: RawStatement
    private let history: RawStatement
    private let freeze: RawStatement
    private let known: RawStatement
    private let rows: AttemptRows

    /// The courses of one piece of content.
    private struct ContentCourses {
        /// Nil where it is no item.
        let duration: Int64??
        let courses: [Int64]
    }

    /// - Parameter lastBefore: of the attempts after it a change is none, and a removal takes back the creation.
    init(
        _ connection: ConnectionID, _ rule: AttemptRule, lastBefore: Attempt.ID? = nil, _ db: Database
    ) throws {
        self.connection = connection
        self.rule = rule
        self.lastBefore = lastBefore ?? .max
        deployments = try Int64.fetchAll(
            db, sql: "SELECT id FROM deployment WHERE connection = ? ORDER BY id", arguments: [connection.row]
        )
        item = try RawStatement("SELECT id, duration FROM item WHERE connection = ? AND external_id = ?", db)
        course = try RawStatement("SELECT id FROM course WHERE deployment = ? AND item = ?", db)
        history = try RawStatement(
            """
            SELECT e.external_id, e.completed, e.created_at, e.updated_at, e.passed, e.duration
            FROM account a CROSS JOIN enrolment e
            WHERE a.learner = ? AND a.connection = ? AND e.connection = a.connection AND e.content = ?
                AND e.account = a.id
            """, db)
        freeze = try RawStatement(
            """
            UPDATE enrolment SET duration = ?
            WHERE connection = ? AND content = ? AND completed AND duration IS NULL
                AND account IN (SELECT id FROM account WHERE learner = ? AND connection = ?)
            """, db)
        known = try RawStatement("SELECT 1 FROM enrolment WHERE connection = ? AND external_id = ?", db)
        rows = try AttemptRows(db)
    }

    /// The duration that a completed enrolment keeps: the content's of today, -1 where that is unknown; nil where
    /// the content is unknown as well, or the enrolment is not completed.
    mutating func frozenDuration(_ enrolment: Enrolment) throws -> Int64? {
        guard enrolment.status == .completed, let duration = try courses(of: enrolment.contentID).duration
        else { return nil }
        return duration ?? -1
    }

    /// Makes the attempts of one learner at one content what they should be, in every group.
    mutating func bringInLine(_ one: LearnerAtContent) throws {
        let content = try courses(of: one.content)
        guard !content.courses.isEmpty, let duration = content.duration else { return }
        let history = try history(of: one, duration: duration)
        var computed: [AttemptState]?
        for course in content.courses {
            let stored = try rows.attempts(at: course, of: one.learner)
            var history = history
            history.launches = stored.compactMap(\.launch)
            let states =
                history.launches.isEmpty ? computed ?? rule.attempts(history) : rule.attempts(history)
            if history.launches.isEmpty { computed = states }
            try reconcile(stored, with: states, at: course, of: one.learner)
        }
    }

    /// An attempt is known again by what opened it. One whose enrolment is kept and opens none any more goes; one
    /// whose enrolment is not known here stays, since nothing speaks against it.
    private mutating func reconcile(
        _ stored: [StoredAttempt], with states: [AttemptState], at course: Int64, of learner: Int64
    ) throws {
        var left = stored
        for state in states {
            guard let index = left.firstIndex(where: { $0.state.opening == state.opening }) else {
                try rows.insert(state, at: course, of: learner)
                changes.created += 1
                continue
            }
            let before = left.remove(at: index)
            guard before.state != state else { continue }
            try rows.update(before.id, to: state)
            if before.id <= lastBefore { changes.updated += 1 }
        }
        for attempt in left {
            guard case .enrolment(let id) = attempt.state.opening, try isKept(id) else { continue }
            try rows.delete(attempt.id)
            if attempt.id <= lastBefore { changes.removed += 1 } else { changes.created -= 1 }
        }
    }

    // MARK: - Looking up

    private func isKept(_ enrolment: String) throws -> Bool {
        known.reset()
        try known.bind(connection.row, at: 1)
        try known.bind(enrolment, at: 2)
        defer { known.reset() }
        return try known.step()
    }

    private mutating func courses(of content: String) throws -> ContentCourses {
        if let known = contents[content] { return known }
        let found = try find(content)
        contents[content] = found
        return found
    }

    private func find(_ content: String) throws -> ContentCourses {
        item.reset()
        try item.bind(connection.row, at: 1)
        try item.bind(content, at: 2)
        guard try item.step() else { return ContentCourses(duration: nil, courses: []) }
        let row = item.integer(0)
        let duration = item.optionalInteger(1)
        item.reset()
        var courses: [Int64] = []
        for deployment in deployments {
            course.reset()
            try course.bind(deployment, at: 1)
            try course.bind(row, at: 2)
            if try course.step() { courses.append(course.integer(0)) }
        }
        course.reset()
        return ContentCourses(duration: .some(duration), courses: courses)
    }

    private func history(of one: LearnerAtContent, duration: Int64?) throws -> LearnerHistory {
        history.reset()
        try history.bind(one.learner, at: 1)
        try history.bind(connection.row, at: 2)
        try history.bind(one.content, at: 3)
        var enrolments: [KeptEnrolment] = []
        var isNew = false
        while try history.step() {
            let completed = history.integer(1) != 0
            let frozen = completed ? history.optionalInteger(5) : nil
            if completed, frozen == nil { isNew = true }
            let minutes = frozen.map { $0 < 0 ? nil : $0 } ?? duration
            enrolments.append(
                KeptEnrolment(
                    id: history.text(0), status: completed ? .completed : .inProgress,
                    createdAt: Instant.date(history.integer(2)), updatedAt: Instant.date(history.integer(3)),
                    passed: history.optionalInteger(4).map { $0 != 0 }, duration: minutes.map(Int.init)))
        }
        history.reset()
        if isNew { try keep(duration ?? -1, for: one) }
        return LearnerHistory(enrolments: enrolments)
    }

    private func keep(_ duration: Int64, for one: LearnerAtContent) throws {
        freeze.reset()
        try freeze.bind(duration, at: 1)
        try freeze.bind(connection.row, at: 2)
        try freeze.bind(one.content, at: 3)
        try freeze.bind(one.learner, at: 4)
        try freeze.bind(connection.row, at: 5)
        _ = try freeze.step()
        freeze.reset()
    }
}
