import Model

/// A course, and the deployment that it is in.
struct CoursePlace: Hashable {
    let course: Int64
    let deployment: Int64
}

/// What a transaction changes in the counts of attempts: it counts each attempt that goes, and each that comes.
struct AttemptCounts {
    private var deployments: [Int64: Sum] = [:]
    private var courses: [CoursePlace: Sum] = [:]
    private var learners: [Learner: Sum] = [:]
    private var months: [Month: Int] = [:]
    /// How many attempts a learner has more at a course.
    private var ways: [Way: Int] = [:]

    private struct Learner: Hashable {
        let deployment: Int64
        let learner: Int64
    }

    private struct Month: Hashable {
        let deployment: Int64
        let month: Int
    }

    private struct Way: Hashable {
        let place: CoursePlace
        let learner: Int64
    }

    private struct Sum: Equatable {
        var attempts = 0
        var completed = 0
        var succeeded = 0
        var failed = 0
        var timeSpent: Int64 = 0
        /// Of a course.
        var learners = 0

        mutating func count(_ state: AttemptState, _ sign: Int) {
            attempts += sign
            if state.completedAt != nil { completed += sign }
            switch state.result {
            case .success?: succeeded += sign
            case .failed?: failed += sign
            case nil: break
            }
            timeSpent += Int64(sign) * AttemptCounts.counted(state.timeSpent)
        }
    }

    /// What is counted under this number is of all deployments.
    static let all: Int64 = 0

    /// The most that one attempt adds to the time spent: ten years in milliseconds, so that no sum overflows, whatever
    /// a provider says (our decision).
    private static let most: Int64 = 315_360_000_000

    /// What an attempt adds to the time spent.
    static func counted(_ timeSpent: Int64?) -> Int64 { min(max(timeSpent ?? 0, 0), most) }

    /// The same of an attempt `a`, as SQL.
    static let countedTime =
        "CASE WHEN a.time_spent > \(most) THEN \(most) WHEN a.time_spent > 0 THEN a.time_spent ELSE 0 END"

    /// An attempt comes into being, or is what it is now.
    mutating func add(_ state: AttemptState, at place: CoursePlace, of learner: Int64) {
        count(state, at: place, of: learner, 1)
    }

    /// An attempt goes, or is no longer what it was.
    mutating func remove(_ state: AttemptState, at place: CoursePlace, of learner: Int64) {
        count(state, at: place, of: learner, -1)
    }

    private mutating func count(
        _ state: AttemptState, at place: CoursePlace, of learner: Int64, _ sign: Int
    ) {
        let month = state.completedAt.flatMap(UTCMonth.init)
        courses[place, default: Sum()].count(state, sign)
        ways[Way(place: place, learner: learner), default: 0] += sign
        for deployment in [Self.all, place.deployment] {
            deployments[deployment, default: Sum()].count(state, sign)
            learners[Learner(deployment: deployment, learner: learner), default: Sum()].count(state, sign)
            if let month {
                months[Month(deployment: deployment, month: month.number), default: 0] += sign
            }
        }
    }

    /// Writes what was counted, once the attempts are written.
    mutating func write(_ db: Session) throws {
        try countLearners(db)
        try Self.add(
            to: "deployment_activity", "deployment", Self.sums, Self.changes(deployments), db
        ) {
            try $1($0.0, $0.1.attempts, $0.1.completed, $0.1.succeeded, $0.1.failed, $0.1.timeSpent)
        }
        let courses = Self.changes(self.courses)
        try Self.add(
            to: "course_activity", "course", Self.sums + ["learners"], fixed: ["deployment"], courses, db
        ) {
            try $1(
                $0.0.course, $0.1.attempts, $0.1.completed, $0.1.succeeded, $0.1.failed, $0.1.timeSpent,
                $0.1.learners, $0.0.deployment)
        }
        let learners = Self.changes(self.learners).filter { $0.1.attempts != 0 || $0.1.completed != 0 }
        try Self.add(
            to: "learner_activity", "deployment, learner", ["attempts", "completed"], learners, db
        ) {
            try $1($0.0.deployment, $0.0.learner, $0.1.attempts, $0.1.completed)
        }
        let months = self.months.filter { $0.value != 0 }.map { ($0.key, $0.value) }
        try Self.add(to: "month_activity", "deployment, month", ["completed"], months, db) {
            try $1($0.0.deployment, $0.0.month, $0.1)
        }
        // Of what has none there is no row.
        try db.each(
            "DELETE FROM deployment_activity WHERE deployment = ? AND attempts = 0",
            deployments.filter { $0.value.attempts < 0 }.map(\.key)
        ) { try $1($0) }
        try db.each(
            "DELETE FROM course_activity WHERE course = ? AND attempts = 0",
            courses.filter { $0.1.attempts < 0 }
        ) { try $1($0.0.course) }
        try db.each(
            "DELETE FROM learner_activity WHERE deployment = ? AND learner = ? AND attempts = 0",
            learners.filter { $0.1.attempts < 0 }
        ) { try $1($0.0.deployment, $0.0.learner) }
        try db.each(
            "DELETE FROM month_activity WHERE deployment = ? AND month = ? AND completed = 0",
            months.filter { $0.1 < 0 }
        ) { try $1($0.0.deployment, $0.0.month) }
    }

    /// A learner counts once at a course, whatever the number of attempts.
    private mutating func countLearners(_ db: Session) throws {
        let changed = ways.filter { $0.value != 0 }
        var now: [Way: Int] = [:]
        try db.find(
            "a.id", in: "attempt a", by: ["a.course", "a.learner"], Array(changed.keys)
        ) {
            try $1($0.place.course, $0.learner)
        } found: {
            if $1 != nil { now[$0, default: 0] += 1 }
        }
        for (way, change) in changed {
            let now = now[way] ?? 0
            let change = (now > 0 ? 1 : 0) - (now - change > 0 ? 1 : 0)
            courses[way.place, default: Sum()].learners += change
        }
    }

    private static let sums = ["attempts", "completed", "succeeded", "failed", "time_spent"]

    private static func changes<Key>(_ sums: [Key: Sum]) -> [(Key, Sum)] {
        sums.filter { $0.value != Sum() }.map { ($0.key, $0.value) }
    }

    /// Adds to the counts of rows, or makes them.
    private static func add<Element>(
        to table: String, _ key: String, _ counts: [String], fixed: [String] = [], _ elements: [Element],
        _ db: Session, bind: (Element, Parameters) throws -> Void
    ) throws {
        let columns = key.split(separator: ", ").map(String.init) + counts + fixed
        let added = counts.map { "\($0) = \(table).\($0) + excluded.\($0)" }.joined(separator: ", ")
        try db.insert(
            into: "\(table) (\(columns.joined(separator: ", ")))", width: columns.count,
            otherwise: "ON CONFLICT (\(key)) DO UPDATE SET \(added)", elements, bind: bind)
    }
}
