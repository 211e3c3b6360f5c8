import ConnectorKit
import Foundation
import Model

/// Makes attempts what the enrolments that are kept come to, within one transaction.
struct AttemptReconciler {
    private(set) var changes = AttemptChanges()

    private let connection: ConnectionID
    private let rule: AttemptRule
    private let lastBefore: Attempt.ID
    private let db: Session
    private let deployments: [Int64]
    private var contents: [String: Content] = [:]

    /// An item and its courses.
    private struct Content {
        let item: Int64
        /// Minutes; nil if it is unknown.
        let duration: Int64?
        var courses: [CoursePlace] = []
    }

    /// - Parameter lastBefore: of the attempts after it a change is none, and a removal takes back the creation.
    init(
        _ connection: ConnectionID, _ rule: AttemptRule, lastBefore: Attempt.ID? = nil, _ db: Session
    ) throws {
        self.connection = connection
        self.rule = rule
        self.lastBefore = lastBefore ?? .max
        self.db = db
        deployments = try db.values(
            Int64.self, "SELECT id FROM deployment WHERE connection = ? ORDER BY id", [connection.row])
    }

    /// Looks up pieces of content, each once.
    mutating func load(_ ids: [String]) throws {
        var asked: Set<String> = []
        let missing = ids.filter { contents[$0] == nil && asked.insert($0).inserted }
        var found: [(content: String, item: Int64)] = []
        try db.find("i.id, i.duration", in: "item i", by: ["i.connection", "i.external_id"], missing) {
            try $1(connection.row, $0)
        } found: {
            guard let row = $1 else { return }
            contents[$0] = Content(item: row[0], duration: row[1])
            found.append(($0, row[0]))
        }
        let places = found.flatMap { found in
            deployments.map { (content: found.content, item: found.item, deployment: $0) }
        }
        try db.find("c.id", in: "course c", by: ["c.deployment", "c.item"], places) {
            try $1($0.deployment, $0.item)
        } found: {
            guard let row = $1 else { return }
            contents[$0.content]?.courses.append(CoursePlace(course: row[0], deployment: $0.deployment))
        }
    }

    /// Whether content that was loaded is a course in any group.
    func isKnown(_ content: String) -> Bool { contents[content]?.courses.isEmpty == false }

    /// The duration that a completed enrolment keeps: the content's of today, -1 if that is unknown; nil if the
    /// content is unknown as well, or the enrolment is not completed. The content was loaded before.
    func frozenDuration(of enrolment: Enrolment) -> Int64? {
        guard enrolment.status == .completed, let content = contents[enrolment.contentID] else { return nil }
        return content.duration ?? -1
    }

    /// Makes the attempts of learners at pieces of content what they should be, in every group.
    mutating func reconcile(_ learners: [LearnerAtContent]) throws {
        for start in stride(from: 0, to: learners.count, by: db.sql.rowsAtOnce) {
            let some = learners[start..<min(start + db.sql.rowsAtOnce, learners.count)]
            try load(some.map(\.content))
            try reconcile(
                some.compactMap { one in
                    guard let content = contents[one.content], !content.courses.isEmpty else { return nil }
                    return Case(one, content)
                })
        }
    }

    // MARK: - One learner at one content

    private struct Case {
        let learner: LearnerAtContent
        let content: Content
        var enrolments: [KeptEnrolment] = []
        /// By the row of their course.
        var launches: [Int64: [LearnerHistory.Launch]] = [:]
        /// What is stored, in the order of the courses.
        var attempts: [[StoredAttempt]]

        init(_ learner: LearnerAtContent, _ content: Content) {
            self.learner = learner
            self.content = content
            attempts = Array(repeating: [], count: content.courses.count)
        }
    }

    private mutating func reconcile(_ cases: [Case]) throws {
        var cases = cases
        try readEnrolments(&cases)
        let places = cases.indices.flatMap { index in
            cases[index].content.courses.indices.map { (index: index, course: $0) }
        }
        try db.find(
            StoredAttempt.columns, in: "attempt a", by: ["a.course", "a.learner"], places
        ) {
            try $1(cases[$0.index].content.courses[$0.course].course, cases[$0.index].learner.learner)
        } found: {
            if let row = $1 { cases[$0.index].attempts[$0.course].append(StoredAttempt(row)) }
        }
        try db.find(
            LearnerHistory.Launch.columns, in: "launch l", by: ["l.learner"], Array(cases.indices)
        ) {
            try $1(cases[$0].learner.learner)
        } found: {
            if let row = $1 { cases[$0].launches[row[0], default: []].append(LearnerHistory.Launch(row)) }
        }
        var writes = AttemptWrites()
        for one in cases {
            var computed: [AttemptState]?
            for (place, stored) in zip(one.content.courses, one.attempts) {
                let launches = one.launches[place.course] ?? []
                let wanted =
                    (launches.isEmpty ? computed : nil)
                    ?? rule.attempts(LearnerHistory(enrolments: one.enrolments, launches: launches))
                if launches.isEmpty { computed = wanted }
                writes.change(stored, to: wanted, at: place, of: one.learner.learner)
            }
        }
        changes += try writes.write(connection, lastBefore: lastBefore, db)
    }

    /// Reads all that is kept of the learners, and has completions keep the duration of today that had none yet.
    private func readEnrolments(_ cases: inout [Case]) throws {
        var fresh: [Int] = []
        try KeptEnrolment.find(Array(cases.indices), db) {
            try $1(cases[$0].learner.learner, connection.row, cases[$0].learner.content)
        } found: { index, row in
            guard let row else { return }
            if row[1], row[5] as Int64? == nil, fresh.last != index { fresh.append(index) }
            cases[index].enrolments.append(
                KeptEnrolment(row, duration: cases[index].content.duration))
        }
        try db.each(
            """
            UPDATE enrolment SET duration = ?
            WHERE connection = ? AND content = ? AND completed = 1 AND duration IS NULL
                AND account IN (SELECT id FROM account WHERE learner = ? AND connection = ?)
            """, fresh
        ) { index, values in
            let one = cases[index]
            try values(
                one.content.duration ?? -1, connection.row, one.learner.content, one.learner.learner,
                connection.row)
        }
    }
}

extension KeptEnrolment {
    /// What is kept of a learner at a piece of content, for each one of several.
    ///
    /// - Parameter bind: hands over learner, connection and content.
    static func find<Element>(
        _ elements: [Element], _ db: Session, bind: (Element, Parameters) throws -> Void,
        found: (Element, Row?) throws -> Void
    ) throws {
        try db.find(
            """
            e.external_id, e.completed, e.created_at, e.updated_at, e.passed, e.duration, e.progress, e.time_spent
            """,
            in: """
                account a \(db.sql.inThisOrder) enrolment e ON e.connection = a.connection AND e.account = a.id
                """,
            by: ["a.learner", "a.connection", "e.content"], elements, bind: bind, found: found)
    }

    /// - Parameter duration: minutes, the content's of today.
    init(_ row: Row, duration: Int64?) {
        let isCompleted: Bool = row[1]
        let frozen: Int64? = isCompleted ? row[5] : nil
        let minutes = frozen.map { $0 < 0 ? nil : $0 } ?? duration
        self.init(
            id: row[0], status: isCompleted ? .completed : .inProgress, createdAt: row[2], updatedAt: row[3],
            passed: row[4], duration: minutes.map(Int.init), progress: row[6], timeSpent: row[7])
    }
}

extension LearnerHistory.Launch {
    /// Each with the row of its course.
    static let columns = "l.course, l.id, l.at, l.since, l.last"

    init(_ row: Row) { self.init(id: row[1], at: row[2], since: row[3], last: row[4]) }
}
