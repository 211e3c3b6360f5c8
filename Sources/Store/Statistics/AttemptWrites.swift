import Foundation
import Model

/// An attempt as it is stored.
struct StoredAttempt {
    let id: Int64
    let state: AttemptState

    var launch: LearnerHistory.Launch? {
        guard case .launch(let id) = state.opening else { return nil }
        return LearnerHistory.Launch(id: id, at: state.firstActivity)
    }

    /// Of one learner at one course.
    static let select = """
        SELECT id, enrolment, first_activity, last_activity, completed_at, progress, result, time_spent
        FROM attempt WHERE course = ? AND learner = ?
        """

    init(_ row: Row) {
        id = row[0]
        state = AttemptState(
            opening: (row[1] as String?).map { .enrolment($0) } ?? .launch(row[0]), firstActivity: row[2],
            lastActivity: row[3], completedAt: row[4], progress: row[5],
            result: (row[6] as Bool?).map { $0 ? .success : .failed }, timeSpent: row[7])
    }
}

/// What is to be written of attempts, gathered so that it is written at once.
struct AttemptWrites {
    private var created: [(state: AttemptState, course: Int64, learner: Int64)] = []
    private var updated: [(id: Int64, state: AttemptState)] = []
    private var unexplained: [(id: Int64, enrolment: String)] = []

    /// An attempt is known again by what opened it. One whose enrolment is kept and opens none any more goes; one
    /// whose enrolment is not known here stays, since nothing speaks against it.
    mutating func change(
        _ stored: [StoredAttempt], to states: [AttemptState], at course: Int64, of learner: Int64
    ) {
        var left = stored
        for state in states {
            guard let index = left.firstIndex(where: { $0.state.opening == state.opening }) else {
                created.append((state, course, learner))
                continue
            }
            let before = left.remove(at: index)
            if before.state != state { updated.append((before.id, state)) }
        }
        for attempt in left {
            if case .enrolment(let id) = attempt.state.opening { unexplained.append((attempt.id, id)) }
        }
    }

    func write(_ connection: ConnectionID, lastBefore: Attempt.ID, _ db: Session) throws -> AttemptChanges {
        var changes = AttemptChanges()
        try db.each(
            """
            INSERT INTO attempt (course, learner, enrolment, first_activity, last_activity, completed_at,
                progress, result, time_spent)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (course, learner, enrolment) DO NOTHING
            """, created
        ) { new, values in
            let state = new.state
            var enrolment: String?
            if case .enrolment(let id) = state.opening { enrolment = id }
            try values(
                new.course, new.learner, enrolment, state.firstActivity, state.lastActivity,
                state.completedAt, state.progress, state.isSuccess, state.timeSpent)
        }
        try db.each(
            """
            UPDATE attempt SET first_activity = ?, last_activity = ?, completed_at = ?, progress = ?, result = ?,
                time_spent = ?
            WHERE id = ?
            """, updated
        ) { id, values in
            let state = id.state
            try values(
                state.firstActivity, state.lastActivity, state.completedAt, state.progress, state.isSuccess,
                state.timeSpent, id.id)
        }
        var gone: [Int64] = []
        try db.each("SELECT 1 FROM enrolment WHERE connection = ? AND external_id = ?", unexplained) {
            try $1(connection.row, $0.enrolment)
        } found: {
            if $1 != nil { gone.append($0.id) }
        }
        try db.each("DELETE FROM attempt WHERE id = ?", gone) { try $1($0) }
        changes.removed = gone.count { $0 <= lastBefore }
        changes.updated = updated.count { $0.id <= lastBefore }
        changes.created = created.count - (gone.count - changes.removed)
        return changes
    }
}

extension AttemptState {
    fileprivate var isSuccess: Bool? { result.map { $0 == .success } }
}
