import ConnectorKit
import Foundation
import Model
import StoreTesting
import TestSupport
import Testing

@testable import Store

/// What SQLite keeps apart by writing one transaction at a time: on PostgreSQL the second has done nothing wrong, whatever
/// the first has written and not yet committed.
@Suite struct RaceTests {
    private static let start = Date(timeIntervalSince1970: 1_800_000_000)

    private func enrolment(_ id: String, after seconds: Double = 60, isCompleted: Bool = false) -> Enrolment {
        Enrolment(
            id: id, contentID: "1", account: "x", status: isCompleted ? .completed : .inProgress,
            createdAt: Self.start, updatedAt: Self.start + seconds, passed: isCompleted ? true : nil)
    }

    private static let rule = AttemptRule(
        merge: { named, kept in kept.map { named.updatedAt >= $0.updatedAt } ?? true ? named : nil },
        attempts: { history in
            history.enrolments.map {
                AttemptState(
                    opening: .enrolment($0.id), firstActivity: $0.createdAt, lastActivity: $0.updatedAt,
                    completedAt: $0.status == .completed ? $0.updatedAt : nil,
                    progress: $0.status == .completed ? 100 : 10,
                    result: $0.passed.map { $0 ? .success : .failed }, timeSpent: nil)
            }
        })

    private func record(
        _ enrolments: [Enrolment], in store: Store, of connection: ConnectionID
    ) async throws -> AttemptChanges {
        try await store.leased().record(
            EnrolmentBatch(enrolments, accounts: [LearnerAccount(id: "x", email: "x@example.com")]),
            of: connection, by: Self.rule)
    }

    /// That what is counted is what there is.
    private func checkCounts(_ two: TwoSessions) async throws {
        let kept = try await two.value("SELECT sum(attempts) FROM deployment_activity WHERE deployment = 0")
        #expect(try await two.value("SELECT count(*) FROM attempt") == kept)
        let enrolments = try await two.value("SELECT sum(enrolments) FROM connection")
        #expect(try await two.value("SELECT count(*) FROM enrolment") == enrolments)
    }

    @Test("An enrolment that a run and an event record at once is one enrolment and one attempt a course")
    func attempts() async throws {
        try await TwoSessions.with { two in
            try await two.list(["1"])
            let connection = two.connection
            let changes = try await two.race {
                try await record([enrolment("a")], in: $0, of: connection)
            }
            #expect(changes.map(\.created) == [2, 0])
            #expect(try await two.value("SELECT count(*) FROM enrolment") == 1)
            #expect(try await two.value("SELECT count(*) FROM attempt") == 2)
            try await checkCounts(two)
        }
    }

    @Test("Of two words about an enrolment the newer stays, whichever is written first")
    func newer() async throws {
        try await TwoSessions.with { two in
            try await two.list(["1"])
            let connection = two.connection
            _ = try await two.race(
                { try await record([enrolment("a", after: 90, isCompleted: true)], in: $0, of: connection) },
                { try await record([enrolment("a", after: 60)], in: $0, of: connection) })
            #expect(try await two.value("SELECT completed FROM enrolment") == 1)
            #expect(try await two.value("SELECT min(progress) FROM attempt") == 100)
            try await checkCounts(two)
        }
    }

    @Test("Two connections that meet a learner at once have one learner")
    func learner() async throws {
        try await TwoSessions.with { two in
            let (connection, store) = (two.connection, two.store)
            let another = try await store.connection(provider: "demo", key: "two")
            _ = try await two.race(
                { try await record([enrolment("a")], in: $0, of: connection) },
                { try await record([enrolment("a")], in: $0, of: another) })
            #expect(try await two.value("SELECT count(*) FROM learner") == 1)
            #expect(try await two.value("SELECT count(DISTINCT learner) FROM account") == 1)
        }
    }

    @Test("A tag that two make at once is one tag")
    func tag() async throws {
        try await TwoSessions.with { two in
            try await two.list(["1", "2"])
            let courses = try await two.store.courses(externalID: "1", group: "sales")
            let others = try await two.store.courses(externalID: "2", group: "sales")
            let name = try #require(TagName("Safety"))
            _ = try await two.race(
                { try await $0.addTags([name], to: courses[0]) },
                { try await $0.addTags([name], to: others[0]) })
            #expect(try await two.value("SELECT count(*) FROM tag") == 1)
            #expect(try await two.value("SELECT count(DISTINCT tag) FROM course_tag") == 1)
        }
    }

    @Test("Changes of two pages have revisions in the order in which they are committed")
    func revision() async throws {
        try await TwoSessions.with { two in
            let connection = two.connection
            @Sendable func change(_ store: Store, _ id: String) async throws {
                _ = try await store.leased().accept(
                    try await store.known([raw(object(id))], of: connection),
                    mapped: [MappedItem(raw: raw(object(id)), object: object(id))], deleted: [],
                    of: connection,
                    rule: { _ in StoreFixture.everything })
            }
            _ = try await two.race({ try await change($0, "1") }, { try await change($0, "2") })
            #expect(try await two.value("SELECT count(DISTINCT revision) FROM item") == 2)
            #expect(try await two.value("SELECT count(*) FROM course") == 4)
            #expect(try await two.value("SELECT sum(active) FROM deployment") == 4)
            var search = CourseSearch(group: "sales")
            search.words = "name"
            #expect(try await two.store.search(search).count == 2)
        }
    }

    @Test("An enrolment that is recorded while its course comes into being gets its attempt")
    func newCourse() async throws {
        try await TwoSessions.with { two in
            try await two.list(["2"])
            while try await two.store.applyToNewCourses(by: Self.rule) != nil {}
            let connection = two.connection
            _ = try await two.race(
                { try await record([enrolment("a")], in: $0, of: connection) },
                { store in
                    _ = try await store.leased().accept(
                        try await store.known([raw(object("1"))], of: connection),
                        mapped: [MappedItem(raw: raw(object("1")), object: object("1"))], deleted: [],
                        of: connection, rule: { _ in StoreFixture.everything })
                })
            while try await two.store.applyToNewCourses(by: Self.rule) != nil {}
            #expect(try await two.value("SELECT count(*) FROM attempt") == 2)
            #expect(try await two.value("SELECT count(*) FROM unknown_content") == 0)
            try await checkCounts(two)
        }
    }

    @Test(
        "Courses that another connection commits late get the attempts of enrolments that were there before")
    func lateCourses() async throws {
        try await TwoSessions.with { two in
            let (connection, store) = (two.connection, two.store)
            _ = try await record([enrolment("a")], in: store, of: connection)
            let another = try await store.connection(provider: "demo", key: "two")
            _ = try await store.deploy(provider: "other", group: "sales", over: another)
            @Sendable func list(_ store: Store, _ connection: ConnectionID, _ id: String) async throws {
                _ = try await store.leased().accept(
                    try await store.known([raw(object(id))], of: connection),
                    mapped: [MappedItem(raw: raw(object(id)), object: object(id))], deleted: [],
                    of: connection,
                    rule: { _ in StoreFixture.everything })
            }
            // The first has its numbers, and commits after courses with greater ones were looked at.
            _ = try await two.race(
                { try await list($0, connection, "1") },
                { store in
                    try await list(store, another, "9")
                    while try await store.applyToNewCourses(by: Self.rule) != nil {}
                })
            while try await store.applyToNewCourses(by: Self.rule) != nil {}
            #expect(try await two.value("SELECT count(*) FROM attempt") == 2)
            try await checkCounts(two)
        }
    }

    @Test("A reader of the attempts by their numbers misses none that is committed late")
    func feed() async throws {
        try await TwoSessions.with { two in
            try await two.list(["1"])
            let (connection, store) = (two.connection, two.store)
            let course = try #require(try await store.courses(externalID: "1", group: "sales").first).id
            let read = Collected<Attempt.ID>()
            _ = try await two.race(
                { try await record([enrolment("a")], in: $0, of: connection) },
                { store in
                    _ = try await store.launch(course: course, email: "y@example.com", at: Self.start)
                    var query = AttemptQuery()
                    query.after = 0
                    query.limit = 100
                    try await store.forEachAttempt(query) { read.add($0.map(\.id)) }
                })
            let last = try #require(read.all.max())
            #expect(try await two.value("SELECT count(*) FROM attempt WHERE id <= \(last)") == read.all.count)
        }
    }

    @Test("A filter that is applied while a listing is settled is in force afterwards")
    func filter() async throws {
        try await TwoSessions.with { two in
            try await two.list(["1"])
            let (connection, deployment) = (two.connection, two.deployments[0])
            let nothing = StandingRule(fingerprint: "nothing") { _ in .provider }
            @Sendable func rule(_ applied: String) -> StandingRule {
                applied == "nothing" ? nothing : StoreFixture.everything
            }
            _ = try await two.race(
                { try await $0.apply(nothing, to: deployment) },
                { store in
                    _ = try await store.leased().accept(
                        try await store.known([raw(object("1", name: "B"))], of: connection),
                        mapped: [
                            MappedItem(raw: raw(object("1", name: "B")), object: object("1", name: "B"))
                        ],
                        deleted: [], of: connection, rule: rule)
                })
            let active = try await two.value(
                "SELECT count(*) FROM course WHERE deployment = \(deployment.id.row) AND reasons = 0")
            #expect(active == 0)
            #expect(try await two.value("SELECT sum(archived) FROM deployment") == 1)
        }
    }

    @Test("A course that two people archive and restore at once is counted as it stands")
    func manual() async throws {
        try await TwoSessions.with { two in
            try await two.list(["1"])
            let id = try #require(try await two.store.courses(externalID: "1", group: "sales").first).id
            let both = try await two.race(
                { try await $0.setManualArchive(true, course: id, group: "sales")?.isArchived },
                { try await $0.setManualArchive(false, course: id, group: "sales")?.isArchived })
            #expect(both.1 == false)
            #expect(try await two.value("SELECT sum(active) FROM deployment") == 2)
            #expect(try await two.value("SELECT sum(archived) FROM deployment") == 0)
        }
    }

    @Test("A learner who launches a course twice at once has one open attempt")
    func launch() async throws {
        try await TwoSessions.with { two in
            try await two.list(["1"])
            let course = try #require(try await two.store.courses(externalID: "1", group: "sales").first).id
            let attempts = try await two.race {
                try await $0.launch(course: course, email: "x@example.com", at: Self.start)
            }
            #expect(attempts[0] == attempts[1])
            #expect(try await two.value("SELECT count(*) FROM attempt") == 1)
            try await checkCounts(two)
        }
    }

    @Test("Paths that two add at once have places of their own")
    func paths() async throws {
        try await TwoSessions.with { two in
            let made = try await two.race { try await $0.addPath(named: "New")?.position }
            #expect(made == [1, 2])
        }
    }

    @Test("Of two tokens that are made with one name at once there is one")
    func tokens() async throws {
        try await TwoSessions.with { two in
            @Sendable func add(_ store: Store, _ hash: UInt8) async throws -> Int64? {
                try await store.addToken(
                    name: "CI", role: "admin", groups: [], hash: [hash], at: Self.start, expires: nil)?.id
            }
            let made = try await two.race({ try await add($0, 1) }, { try await add($0, 2) })
            #expect(made.0 != nil && made.1 == nil)
        }
    }

    @Test("A call that two hosts get at once is performed by one")
    func calls() async throws {
        try await TwoSessions.with { two in
            let claims = try await two.race {
                try await $0.claim(
                    "k", of: "me", fingerprint: "f", at: Self.start, abandoned: Self.start - 60,
                    earliest: Self.start - 3_600)
            }
            #expect(claims[1] == .underWay)
        }
    }

    @Test("An outbox that two make anew at once has each piece of work once, and is current afterwards")
    func outbox() async throws {
        try await TwoSessions.with { two in
            try await two.list(["1", "2"])
            let deployment = two.deployments[0].id
            _ = try await two.store.leased().keepDestination(
                "remote", of: deployment, company: "lms", plan: "", rendering: "")
            _ = try await two.race {
                try await $0.refreshOutbox(of: "lms", onlyIfChanged: true, at: Self.start)
            }
            #expect(try await two.value("SELECT count(*) FROM outbox") == 2)
        }
    }

    @Test("What changes while an outbox is made has it made anew")
    func refreshed() async throws {
        try await TwoSessions.with { two in
            try await two.list(["1"])
            let (connection, store) = (two.connection, two.store)
            _ = try await store.leased().keepDestination(
                "remote", of: two.deployments[0].id, company: "lms", plan: "", rendering: "")
            _ = try await two.race(
                { try await $0.refreshOutbox(of: "lms", onlyIfChanged: true, at: Self.start) },
                { store in
                    _ = try await store.leased().accept(
                        try await store.known([raw(object("2"))], of: connection),
                        mapped: [MappedItem(raw: raw(object("2")), object: object("2"))], deleted: [],
                        of: connection, rule: { _ in StoreFixture.everything })
                })
            try await store.refreshOutbox(of: "lms", onlyIfChanged: true, at: Self.start)
            #expect(try await two.value("SELECT count(*) FROM outbox") == 2)
        }
    }

    @Test("Two hosts that begin at once with other settings move a deployment once")
    func deploy() async throws {
        try await TwoSessions.with { two in
            try await two.list(["1"])
            let another = try await two.store.connection(provider: "demo", key: "two")
            _ = try await two.race { try await $0.deploy(provider: "demo", group: "sales", over: another) }
            #expect(try await two.value("SELECT count(*) FROM course") == 2)
            #expect(try await two.value("SELECT count(*) FROM item") == 2)
        }
    }

    @Test("Rows that two push at once are numbered in the order in which they were accepted")
    func pushes() async throws {
        try await TwoSessions.with { two in
            let connection = two.connection
            let jobs = try await two.race {
                let row = PushRow(line: 1, reference: "r", content: .refused("no name"))
                return try await $0.accept([row], of: connection, group: "sales", at: Self.start)
            }
            #expect(jobs.count == 2)
            #expect(try await two.value("SELECT count(*) FROM push_entry") == 2)
        }
    }

    @Test("An event that comes twice at once is kept once")
    func events() async throws {
        try await TwoSessions.with { two in
            let connection = two.connection
            let event = ProviderEvent(id: "e", type: "t", subject: .content(id: "1"))
            let kept = try await two.race {
                try await $0.keep([ArrivedEvent(event, of: connection, at: Self.start)]).map {
                    if case .new = $0 { true } else { false }
                }
            }
            #expect(kept == [[true], [false]])
        }
    }
}
