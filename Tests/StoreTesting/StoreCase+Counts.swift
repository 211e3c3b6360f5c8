import ConnectorKit
import Foundation
import Model
import Store
import TestSupport

extension StoreCase {
    static let counts: [StoreCase] = [
        StoreCase("Whatever happens, what is counted is what a recount finds") { stage in
            var days = CountedDays(stage, 1)
            for _ in 0..<150 {
                try await days.next()
                try await days.check()
            }
            // A deployment takes its courses to another connection, with the enrolments that belong to them.
            let other = try await stage.store.connection(provider: "demo", key: "other")
            _ = try await stage.store.deploy(provider: "demo", group: "support", over: other)
            try await days.checkCourses()
            try await days.checkAttempts()
            let moved = try some(try await stage.store.statisticsCounts().last)
            try check(moved.enrolments > 0, true)
            try check(moved.unknown, 0)
        },
        StoreCase("A group's retiring content and overlaps come in parts") { stage in
            try await stage.list(
                (1...5).map { number in
                    Stage.object("\(number)", "Course \(number)") {
                        $0.retiresAt = Stage.start + Double(number) * 60
                    }
                })
            let store = stage.store
            let second = try await store.retiring(among: ["sales"], offset: 2, limit: 2, at: Stage.start)
            try check(second.map(\.externalID), ["3", "4"])
            try check(second.map(\.groups), [["sales"], ["sales"]])
            try check(try await store.retiring(among: ["other"], at: Stage.start).count, 0)
            let (pairs, hasMore) = try await store.overlaps(limit: 1, ids: 2)
            try check(pairs.map(\.count), [5])
            try check(pairs[0].externalIDs.count, 2)
            try check(hasMore, false)
            try check(try await store.overlaps(of: ["sales"]).pairs.count, 0)
            try check(try await store.overlaps(offset: 1).pairs.count, 0)
        },
    ]
}

/// Days on which anything may happen to the courses and statistics of two groups, by a seed.
private struct CountedDays {
    private let stage: Stage
    private var random: SeededRandom
    private var version: UInt64 = 1
    /// What is kept by rights.
    private var enrolments: [String: Enrolment] = [:]
    private var known: Set<String> = []

    private static let contents = (1...12).map(String.init)
    private static let accounts = (1...8).map { "account \($0)" }

    init(_ stage: Stage, _ seed: UInt64) {
        self.stage = stage
        random = SeededRandom(seed: seed)
    }

    private mutating func time() -> Date { Stage.start + Double(random.below(900 * 86_400)) }

    private mutating func one(of texts: [String]) -> String { texts[random.below(texts.count)] }

    mutating func next() async throws {
        switch random.below(7) {
        case 0: try await list()
        case 1, 2: try await record()
        case 3: try await note()
        case 4: try await launch()
        case 5: try await archive()
        default: try await filter()
        }
        while try await stage.store.applyToNewCourses(by: .standard) != nil {}
    }

    private mutating func list() async throws {
        version += 1
        let listed = Self.contents.filter { _ in random.below(3) > 0 }
        let objects = listed.map { id in
            Stage.object(id, "Course \(id) in version \(version)") {
                $0.providerType = Int(id).map { $0 % 2 == 0 ? "video" : "course" } ?? "course"
            }
        }
        try await stage.list(objects, version: version)
    }

    private mutating func record() async throws {
        var named: [Enrolment] = []
        for _ in 0..<random.below(6) {
            let created = time()
            let status: [Enrolment.Status] = [.inProgress, .completed, .other]
            named.append(
                Enrolment(
                    id: "enrolment \(random.below(30))", contentID: one(of: Self.contents),
                    account: one(of: Self.accounts), status: status[random.below(3)], createdAt: created,
                    updatedAt: created + Double(random.below(200 * 86_400)),
                    passed: [nil, true, false][random.below(3)]))
        }
        for enrolment in named {
            guard let merged = AttemptRule.standard.merge(enrolment, enrolments[enrolment.id]) else {
                continue
            }
            enrolments[enrolment.id] = merged
        }
        _ = try await stage.store.leased().record(
            EnrolmentBatch(named, accounts: emails()), of: stage.connection, by: .standard)
    }

    /// New addresses for some accounts, also those of others, and none.
    private mutating func emails() -> [LearnerAccount] {
        let chosen = Self.accounts.filter { _ in random.below(5) == 0 }
        return chosen.map { account in
            let email = random.below(6) == 0 ? nil : "learner\(random.below(9))@example.com"
            if email != nil { known.insert(account) }
            return LearnerAccount(id: account, email: email)
        }
    }

    private mutating func note() async throws {
        _ = try await stage.store.leased().note(emails(), of: stage.connection, by: .standard)
    }

    private mutating func launch() async throws {
        let courses = try await stage.courses()
        guard !courses.isEmpty else { return }
        _ = try await stage.store.launch(
            course: courses[random.below(courses.count)].id, email: "learner\(random.below(9))@example.com",
            at: time())
    }

    private mutating func archive() async throws {
        let courses = try await stage.courses { $0.archived = .any }
        guard !courses.isEmpty else { return }
        _ = try await stage.store.setManualArchive(
            random.below(2) == 0, course: courses[random.below(courses.count)].id, group: "sales")
    }

    private mutating func filter() async throws {
        let type = ["video", "course", nil][random.below(3)]
        let rule = StandingRule(fingerprint: "only \(type ?? "all")") { standing in
            guard standing.offered || standing.reasons != nil else { return nil }
            let kept = (standing.reasons ?? []).intersection(.byPeople)
            return type == nil || standing.type == type ? kept : kept.union(.filter)
        }
        _ = try await stage.store.apply(rule, to: stage.deployments[random.below(2)])
    }

    // MARK: - The recount

    func check() async throws {
        try await checkCourses()
        try await checkAttempts()
        try await checkEnrolments()
    }

    func checkCourses() async throws {
        let store = stage.store
        var counted: [String] = []
        for group in ["sales", "support"] {
            let courses = try await stage.courses {
                $0.group = group
                $0.archived = .any
            }
            let archived = courses.count { $0.isArchived }
            guard !courses.isEmpty else { continue }
            counted.append("\(group) \(courses.count - archived) \(archived)")
        }
        try StoreTesting.check(
            try await store.courseCounts().map { "\($0.group) \($0.active) \($0.archived)" }, counted)
        let shared = try await Set(stage.courses().map(\.content.externalID)).intersection(
            stage.courses { $0.group = "support" }.map(\.content.externalID))
        try StoreTesting.check(
            try await store.overlaps().pairs.map(\.externalIDs), shared.isEmpty ? [] : [shared.sorted()])
    }

    func checkAttempts() async throws {
        let store = stage.store
        let all = try await stage.attempts()
        for query in queries(all) {
            let some = all.filter { query.counts($0) }
            try StoreTesting.check(try await store.summary(query), AttemptSummary(some))
            var months: [String: Int] = [:]
            for attempt in some {
                guard let completed = attempt.state.completedAt else { continue }
                months[String(Timestamp.text(completed).prefix(7)), default: 0] += 1
            }
            try StoreTesting.check(
                try await store.completionsByMonth(query),
                months.sorted { $0.key < $1.key }.map {
                    MonthOfCompletions(month: $0.key, completed: $0.value)
                })
            let learners = try await store.busiestLearners(query)
            try StoreTesting.check(
                Set(learners.map { "\($0.user) \($0.attempts) \($0.completed)" }),
                Set(
                    Dictionary(grouping: some, by: \.user).map { user, attempts in
                        "\(user) \(attempts.count) \(attempts.count { $0.state.completedAt != nil })"
                    }))
            let courses = try await store.busiestCourses(query)
            try StoreTesting.check(
                Set(courses.map { "\($0.group) \($0.learners) \($0.attempts) \($0.completed) \($0.name)" }),
                Set(try await recounted(some, isWhole: !query.isBounded)))
            try await checkPages(query, learners)
        }
        try StoreTesting.check(
            try await store.statisticsCounts().map(\.attempts),
            ["sales", "support"].map { group in all.count { $0.group == group } })
    }

    /// All groups and some, whole and the later and earlier half of the time.
    private func queries(_ attempts: [Attempt]) -> [ActivityQuery] {
        let times = attempts.map(\.state.lastActivity).sorted()
        let middle = times.isEmpty ? nil : times[times.count / 2]
        return [[], ["sales"], ["support"], ["sales", "support"], ["other"]].flatMap { groups in
            let all = ActivityQuery(groups: groups, limit: 100)
            var (late, early, other) = (all, all, all)
            late.from = middle
            early.until = middle
            other.provider = "other"
            return [all, late, early, other]
        }
    }

    /// A page begins where the last one ended, and a part of an address finds its learners.
    private func checkPages(_ query: ActivityQuery, _ all: [LearnerActivity]) async throws {
        var page = query
        (page.offset, page.limit) = (1, 2)
        try StoreTesting.check(
            try await stage.store.busiestLearners(page), Array(all.dropFirst().prefix(2)))
        var part = query
        part.user = all.first.map { String($0.user.uppercased().prefix(3)) } ?? "%"
        try StoreTesting.check(
            try await stage.store.busiestLearners(part),
            all.filter { $0.user.contains(part.user?.lowercased() ?? "") })
    }

    private func recounted(_ attempts: [Attempt], isWhole: Bool) async throws -> [String] {
        var found: [String] = []
        for (group, attempts) in Dictionary(grouping: attempts, by: \.group) {
            let courses = try await stage.courses {
                $0.group = group
                $0.archived = .any
            }
            for (id, attempts) in Dictionary(grouping: attempts, by: \.externalCourseID) {
                let course = try some(courses.first { $0.content.externalID == id })
                let summary = AttemptSummary(attempts)
                if isWhole {
                    try StoreTesting.check(try await stage.store.summary(of: .course(course.id)), summary)
                }
                found.append(
                    "\(group) \(summary.learners) \(summary.attempts) \(summary.completed) \(course.content.name)"
                )
            }
        }
        return found
    }

    private func checkEnrolments() async throws {
        var contents: Set<String> = []
        for group in ["sales", "support"] {
            let courses = try await stage.courses {
                $0.group = group
                $0.archived = .any
            }
            contents.formUnion(courses.map(\.content.externalID))
        }
        let count = try some(try await stage.store.statisticsCounts().first)
        try StoreTesting.check(
            [count.enrolments, count.unmatched, count.unknown],
            [
                enrolments.count, enrolments.values.count { !known.contains($0.account) },
                enrolments.values.count { !contents.contains($0.contentID) },
            ])
    }
}

extension AttemptSummary {
    fileprivate init(_ attempts: [Attempt]) {
        self.init()
        courses = Set(attempts.map { "\($0.group) \($0.externalCourseID)" }).count
        learners = Set(attempts.map(\.user)).count
        self.attempts = attempts.count
        completed = attempts.count { $0.state.completedAt != nil }
        succeeded = attempts.count { $0.state.result == .success }
        failed = attempts.count { $0.state.result == .failed }
        timeSpent = attempts.reduce(0) { $0 + ($1.state.timeSpent ?? 0) }
    }
}

extension ActivityQuery {
    /// Whether it counts an attempt.
    fileprivate func counts(_ attempt: Attempt) -> Bool {
        (groups.isEmpty || groups.contains(attempt.group))
            && (provider == nil || provider == attempt.provider)
            && (from.map { attempt.state.lastActivity >= $0 } ?? true)
            && (until.map { attempt.state.lastActivity < $0 } ?? true)
    }
}
