import ConnectorKit
import Model
import Synchronization

/// What a store answers through its interface, to be compared with what another one does.
struct StoreOutline: Sendable, Equatable {
    /// In the order in which they were asked.
    private(set) var answers: [(question: String, answer: String)] = []
    private(set) var courses = 0
    private(set) var attempts = 0

    /// Searches by words of the names of courses.
    struct Searches: Sendable {
        fileprivate static let most = 100
        fileprivate var all: [(group: String, words: String)] = []

        var count: Int { all.count }
    }

    /// Asks a store.
    ///
    /// - Parameter searches: those to put to it; of a course in turn the first word, two words or three.
    init(_ store: Store, _ searches: Searches) async throws(StoreError) {
        let deployments = try await store.deployments()
        add("the deployments", "\(deployments)")
        add("the counts of courses", "\(try await store.courseCounts())")
        for group in Self.groups(deployments) {
            let sum = Mutex(AnswerSum())
            var query = CourseQuery(group: group)
            query.archived = .any
            try await store.forEachCourse(query) { batch in
                sum.withLock { for course in batch { $0.add(course) } }
            }
            let (rows, hash) = sum.withLock { $0.total }
            courses += rows
            add("the courses of \(group)", "\(rows) \(hash)")
        }
        let sum = Mutex(AnswerSum())
        try await store.forEachAttempt(AttemptQuery()) { batch in
            sum.withLock { for attempt in batch { $0.add(attempt) } }
        }
        let (rows, hash) = sum.withLock { $0.total }
        attempts = rows
        add("the attempts", "\(rows) \(hash)")
        add("the counts of statistics", "\(try await store.statisticsCounts())")
        try await addBacklogs(store, deployments)
        for search in searches.all {
            add("the search for \(search.words) in \(search.group)", try await Self.found(search, in: store))
        }
    }

    private mutating func addBacklogs(_ store: Store, _ deployments: [Deployment]) async throws(StoreError) {
        let events = try await store.eventBacklog().map { "\($0.key.row): \($0.value)" }.sorted()
        add("the events that wait", "\(events)")
        add("the pushes that wait", "\(try await store.pushBacklog())")
        add("the courses without a place", "\(try await store.undelivered(of: deployments))")
        let companies = try await store.read { db in
            try db.values(String.self, "SELECT DISTINCT company FROM destination ORDER BY 1")
        }
        for company in companies {
            add("the deliveries that wait", "\(try await store.deliveryBacklog(of: company))")
        }
    }

    private mutating func add(_ question: String, _ answer: String) { answers.append((question, answer)) }

    /// The items that are found, whatever their order; how many if there are more than one page.
    private static func found(_ wanted: (group: String, words: String), in store: Store)
        async throws(StoreError) -> String
    {
        var search = CourseSearch(group: wanted.group)
        search.words = wanted.words
        search.archived = .any
        search.limit = 1_000
        let page = try await store.search(search)
        guard page.count == search.limit else { return "\(page.map(\.position.item).sorted())" }
        return "\(try await store.facets(search, limit: 0).total)"
    }

    private static func groups(_ deployments: [Deployment]) -> [String] {
        Set(deployments.map(\.group)).sorted()
    }

    /// The first question that the other store answers in another way; nil if there is none.
    func difference(from other: StoreOutline) -> String? {
        zip(answers, other.answers).first { $0 != $1 }.map(\.0.question)
            ?? (answers.count == other.answers.count ? nil : "the deployments")
    }

    static func == (one: StoreOutline, other: StoreOutline) -> Bool { one.difference(from: other) == nil }
}

extension StoreOutline.Searches {
    /// Draws courses of all groups, each as likely as any other.
    init(_ store: Store) async throws(StoreError) {
        let drawn = Mutex((random: SeededRandom(seed: 1), seen: 0, all: [(group: String, name: String)]()))
        for group in Set(try await store.deployments().map(\.group)).sorted() {
            var query = CourseQuery(group: group)
            query.archived = .any
            try await store.forEachCourse(query) { batch in
                drawn.withLock { drawn in
                    // Engines keep, and so find, a text with the character 0 in different ways.
                    for course in batch where !course.content.name.utf8.contains(0) {
                        drawn.seen += 1
                        let place = drawn.random.below(drawn.seen)
                        if drawn.all.count < Self.most {
                            drawn.all.append((group, course.content.name))
                        } else if place < Self.most {
                            drawn.all[place] = (group, course.content.name)
                        }
                    }
                }
            }
        }
        let named = drawn.withLock { $0.all }
        all = named.enumerated().map { index, course in
            (course.group, course.name.split(separator: " ").prefix(index % 3 + 1).joined(separator: " "))
        }
    }
}

/// How many there were, and a hash of all in their order.
private struct AnswerSum {
    private var rows = 0
    // The same in all of this process, in which both stores are asked.
    private var hasher = Hasher()

    var total: (rows: Int, hash: Int) { (rows, hasher.finalize()) }

    mutating func add(_ course: Course) {
        rows += 1
        hasher.combine(course.id)
        hasher.combine(kept: course.provider)
        hasher.combine(kept: course.content.externalID)
        hasher.combine(kept: course.content.name)
        hasher.combine(course.reasons.rawValue)
        for tag in course.tags { hasher.combine(kept: tag.name) }
    }

    mutating func add(_ attempt: Attempt) {
        rows += 1
        hasher.combine(attempt.id)
        hasher.combine(attempt.group)
        hasher.combine(attempt.provider)
        hasher.combine(kept: attempt.externalCourseID)
        hasher.combine(kept: attempt.user)
        hasher.combine(attempt.state.opening)
        hasher.combine(attempt.state.isFilled)
        hasher.combine(attempt.state.firstActivity)
        hasher.combine(attempt.state.lastActivity)
        hasher.combine(attempt.state.completedAt)
        hasher.combine(attempt.state.progress)
        hasher.combine(attempt.state.result)
        hasher.combine(attempt.state.timeSpent)
    }
}
