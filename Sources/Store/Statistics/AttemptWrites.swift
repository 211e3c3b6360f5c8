import ConnectorKit
import Model

/// An attempt as it is stored.
struct StoredAttempt {
    let id: Int64
    let state: AttemptState

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

/// An attempt with whose it is, and where.
struct PlacedAttempt {
    let state: AttemptState
    let place: CoursePlace
    let learner: Int64

    /// Those that a condition on the table finds.
    static func all(_ condition: String, _ values: Values, _ db: Session) throws -> [PlacedAttempt] {
        var found: [PlacedAttempt] = []
        try forEach(condition, values, db) { found.append($0) }
        return found
    }

    static func forEach(
        _ condition: String, _ values: Values, _ db: Session, _ body: (PlacedAttempt) throws -> Void
    ) throws {
        try db.forEach(
            """
            SELECT \(StoredAttempt.columns), a.course, a.learner, c.deployment
            FROM attempt a JOIN course c ON c.id = a.course
            WHERE a.id IN (SELECT id FROM attempt WHERE \(condition))
            """, values
        ) { row in
            try body(
                PlacedAttempt(
                    state: StoredAttempt(row).state,
                    place: CoursePlace(course: row["course"], deployment: row["deployment"]),
                    learner: row["learner"]))
        }
    }
}

/// What is to be written of attempts, gathered so that it is written at once.
struct AttemptWrites {
    private var created: [(state: AttemptState, place: CoursePlace, learner: Int64)] = []
    private var updated: [(id: Int64, state: AttemptState)] = []
    private var unexplained: [(attempt: Leaving, enrolment: String)] = []
    private var gone: [Leaving] = []
    private var counts = AttemptCounts()

    private struct Leaving {
        let id: Int64
        let state: AttemptState
        let place: CoursePlace
        let learner: Int64
    }

    /// What an attempt at a course is known by.
    private struct Opened: Hashable {
        let course: Int64
        let opening: AttemptState.Opening
    }

    /// An attempt is known again by what opened it. One whose launch or kept enrolment opens none any more goes; one
    /// whose enrolment is not known here stays, since nothing speaks against it.
    mutating func change(
        _ stored: [StoredAttempt], to states: [AttemptState], at place: CoursePlace, of learner: Int64
    ) {
        var left = stored
        for state in states {
            guard let index = left.firstIndex(where: { $0.state.opening == state.opening }) else {
                created.append((state, place, learner))
                continue
            }
            let before = left.remove(at: index)
            guard before.state != state else { continue }
            updated.append((before.id, state))
            counts.remove(before.state, at: place, of: learner)
            counts.add(state, at: place, of: learner)
        }
        for attempt in left {
            let leaving = Leaving(id: attempt.id, state: attempt.state, place: place, learner: learner)
            switch attempt.state.opening {
            case .enrolment(let id): unexplained.append((leaving, id))
            case .launch: gone.append(leaving)
            }
        }
    }

    mutating func write(_ connection: ConnectionID, lastBefore: Attempt.ID, _ db: Session) throws
        -> AttemptChanges
    {
        try db.find(
            "e.id", in: "enrolment e", by: ["e.connection", "e.external_id"], unexplained
        ) {
            try $1(connection.row, $0.enrolment)
        } found: {
            if $1 != nil { gone.append($0.attempt) }
        }
        // In this order there is never more than one open launch of a learner at a course.
        try db.each("DELETE FROM attempt WHERE id = ?", gone) { try $1($0.id) }
        for one in gone { counts.remove(one.state, at: one.place, of: one.learner) }
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
        var added: Set<Opened> = []
        try db.insert(
            into: """
                attempt (course, learner, enrolment, launch, filled, first_activity, last_activity, completed_at,
                    progress, result, time_spent)
                """, width: 11, otherwise: "ON CONFLICT DO NOTHING RETURNING course, enrolment, launch",
            created
        ) { new, values in
            let state = new.state
            let (enrolment, launch): (String?, Int64?) =
                switch state.opening {
                case .enrolment(let id): (id, nil)
                case .launch(let id): (nil, id)
                }
            try values(
                new.place.course, new.learner, enrolment, launch, state.isFilled, state.firstActivity,
                state.lastActivity, state.completedAt, state.progress, state.isSuccess, state.timeSpent)
        } returned: { row in
            let launch: Int64? = row[2]
            let opening = launch.map(AttemptState.Opening.launch) ?? .enrolment(row[1] ?? "")
            added.insert(Opened(course: row[0], opening: opening))
        }
        for new in created
        where added.contains(Opened(course: new.place.course, opening: new.state.opening)) {
            counts.add(new.state, at: new.place, of: new.learner)
        }
        try counts.write(db)
        var changes = AttemptChanges()
        changes.removed = gone.count { $0.id <= lastBefore }
        changes.updated = updated.count { $0.id <= lastBefore }
        changes.created = created.count - (gone.count - changes.removed)
        return changes
    }
}

extension AttemptState {
    fileprivate var isOver: Bool { isFilled || completedAt != nil }
    fileprivate var isSuccess: Bool? { result.map { $0 == .success } }
}
