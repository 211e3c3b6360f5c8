import ConnectorKit
import Model

/// An attempt as it is stored.
struct StoredAttempt {
    let id: Int64
    let state: AttemptState

    /// Of one learner at one course.
    static let select = "SELECT \(columns) FROM attempt a WHERE a.course = ? AND a.learner = ?"

    static let columns = """
        a.id, a.enrolment, a.launch, a.filled, a.first_activity, a.last_activity, a.completed_at, a.progress,
            a.result, a.time_spent
        """

    init(_ row: Row) {
        id = row[0]
        let launch: Int64? = row[2]
        state = AttemptState(
            opening: launch.map { .launch($0) } ?? .enrolment(row[1] ?? ""), isFilled: row[3],
            firstActivity: row[4], lastActivity: row[5], completedAt: row[6], progress: row[7],
            result: (row[8] as Bool?).map { $0 ? .success : .failed }, timeSpent: row[9])
    }
}

/// What is to be written of attempts, gathered so that it is written at once.
struct AttemptWrites {
    private var created: [(state: AttemptState, course: Int64, learner: Int64)] = []
    private var updated: [(id: Int64, state: AttemptState)] = []
    private var unexplained: [(id: Int64, enrolment: String)] = []
    private var gone: [Int64] = []

    /// An attempt is known again by what opened it. One whose launch or kept enrolment opens none any more goes; one
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
            switch attempt.state.opening {
            case .enrolment(let id): unexplained.append((attempt.id, id))
            case .launch: gone.append(attempt.id)
            }
        }
    }

    func write(_ connection: ConnectionID, lastBefore: Attempt.ID, _ db: Session) throws -> AttemptChanges {
        var gone = gone
        try db.each("SELECT 1 FROM enrolment WHERE connection = ? AND external_id = ?", unexplained) {
            try $1(connection.row, $0.enrolment)
        } found: {
            if $1 != nil { gone.append($0.id) }
        }
        // In this order there is never more than one open launch of a learner at a course.
        try db.each("DELETE FROM attempt WHERE id = ?", gone) { try $1($0) }
        try db.each(
            """
            UPDATE attempt SET filled = ?, first_activity = ?, last_activity = ?, completed_at = ?, progress = ?,
                result = ?, time_spent = ?
            WHERE id = ?
            """, updated.filter(\.state.isOver) + updated.filter { !$0.state.isOver }
        ) { id, values in
            let state = id.state
            try values(
                state.isFilled, state.firstActivity, state.lastActivity, state.completedAt, state.progress,
                state.isSuccess, state.timeSpent, id.id)
        }
        try db.each(
            """
            INSERT INTO attempt (course, learner, enrolment, launch, filled, first_activity, last_activity,
                completed_at, progress, result, time_spent)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """, created
        ) { new, values in
            let state = new.state
            let (enrolment, launch): (String?, Int64?) =
                switch state.opening {
                case .enrolment(let id): (id, nil)
                case .launch(let id): (nil, id)
                }
            try values(
                new.course, new.learner, enrolment, launch, state.isFilled, state.firstActivity,
                state.lastActivity, state.completedAt, state.progress, state.isSuccess, state.timeSpent)
        }
        var changes = AttemptChanges()
        changes.removed = gone.count { $0 <= lastBefore }
        changes.updated = updated.count { $0.id <= lastBefore }
        changes.created = created.count - (gone.count - changes.removed)
        return changes
    }
}

extension AttemptState {
    fileprivate var isOver: Bool { isFilled || completedAt != nil }
    fileprivate var isSuccess: Bool? { result.map { $0 == .success } }
}
