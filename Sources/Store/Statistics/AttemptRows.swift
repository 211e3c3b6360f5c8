import GRDB
import Model

/// An attempt as it is stored.
struct StoredAttempt {
    let id: Int64
    let state: AttemptState

    var launch: LearnerHistory.Launch? {
        guard case .launch(let id) = state.opening else { return nil }
        return LearnerHistory.Launch(id: id, at: state.firstActivity)
    }
}

/// Reads and writes the attempts of one learner at one course.
struct AttemptRows {
    private let selecting: RawStatement
    private let inserting: RawStatement
    private let updating: RawStatement
    private let deleting: RawStatement

    init(_ db: Database) throws {
        selecting = try RawStatement(
            """
            SELECT first_activity, last_activity, completed_at, progress, result, time_spent, id, enrolment,
                enrolment IS NULL
            FROM attempt WHERE course = ? AND learner = ?
            """, db)
        inserting = try RawStatement(
            """
            INSERT INTO attempt (first_activity, last_activity, completed_at, progress, result, time_spent, course,
                learner, enrolment)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, db)
        updating = try RawStatement(
            """
            UPDATE attempt SET first_activity = ?, last_activity = ?, completed_at = ?, progress = ?, result = ?,
                time_spent = ?
            WHERE id = ?
            """, db)
        deleting = try RawStatement("DELETE FROM attempt WHERE id = ?", db)
    }

    func attempts(at course: Int64, of learner: Int64) throws -> [StoredAttempt] {
        selecting.reset()
        try selecting.bind(course, at: 1)
        try selecting.bind(learner, at: 2)
        var found: [StoredAttempt] = []
        while try selecting.step() {
            let id = selecting.integer(6)
            let state = AttemptState(
                opening: selecting.integer(8) != 0 ? .launch(id) : .enrolment(selecting.text(7)),
                firstActivity: Instant.date(selecting.integer(0)),
                lastActivity: Instant.date(selecting.integer(1)),
                completedAt: selecting.optionalInteger(2).map(Instant.date),
                progress: Int(selecting.integer(3)),
                result: selecting.optionalInteger(4).map { $0 != 0 ? .success : .failed },
                timeSpent: selecting.optionalInteger(5))
            found.append(StoredAttempt(id: id, state: state))
        }
        selecting.reset()
        return found
    }

    func insert(_ state: AttemptState, at course: Int64, of learner: Int64) throws {
        try bind(state, to: inserting)
        try inserting.bind(course, at: 7)
        try inserting.bind(learner, at: 8)
        if case .enrolment(let id) = state.opening { try inserting.bind(id, at: 9) }
        _ = try inserting.step()
        inserting.reset()
    }

    func update(_ id: Int64, to state: AttemptState) throws {
        try bind(state, to: updating)
        try updating.bind(id, at: 7)
        _ = try updating.step()
        updating.reset()
    }

    func delete(_ id: Int64) throws {
        deleting.reset()
        try deleting.bind(id, at: 1)
        _ = try deleting.step()
        deleting.reset()
    }

    private func bind(_ state: AttemptState, to statement: RawStatement) throws {
        statement.reset()
        try statement.bind(Instant.milliseconds(state.firstActivity), at: 1)
        try statement.bind(Instant.milliseconds(state.lastActivity), at: 2)
        try statement.bind(state.completedAt.map(Instant.milliseconds), at: 3)
        try statement.bind(Int64(state.progress), at: 4)
        try statement.bind(state.result.map { $0 == .success ? 1 : 0 }, at: 5)
        try statement.bind(state.timeSpent, at: 6)
    }
}
