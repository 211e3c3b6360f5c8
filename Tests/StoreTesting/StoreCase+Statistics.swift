import ConnectorKit
import Foundation
import Model
import Store
import TestSupport

extension Stage {
    /// An enrolment of an account in the content `1`.
    func enrolment(
        _ id: String, of account: String, _ status: Enrolment.Status = .inProgress, after seconds: Double = 60
    ) -> Enrolment {
        Enrolment(
            id: id, contentID: "1", account: account, status: status, createdAt: Self.start,
            updatedAt: Self.start + seconds, passed: status == .completed ? true : nil)
    }

    func record(_ enrolments: [Enrolment], emails: [String: String] = [:]) async throws -> AttemptChanges {
        let accounts = emails.map { LearnerAccount(id: $0.key, email: $0.value) }
        return try await store.leased().record(
            EnrolmentBatch(enrolments, accounts: accounts), of: connection, by: Self.attempts)
    }

    func attempts(_ query: AttemptQuery = AttemptQuery()) async throws -> [Attempt] {
        let found = Collected<Attempt>()
        try await store.forEachAttempt(query) { found.add($0) }
        return found.all
    }
}

extension StoreCase {
    static let statistics: [StoreCase] = [
        StoreCase("Enrolments become attempts in every group once a learner is known, each once") { stage in
            let store = stage.store
            try await stage.list([Stage.object("1", "One")])
            let two = [stage.enrolment("a", of: "x"), stage.enrolment("b", of: "y", .completed)]
            try check(try await store.unknownAccounts(["y", "x"], of: stage.connection), ["x", "y"])
            try check(try await stage.record(two, emails: ["x": " X@example.com"]).created, 2)
            try check(try await store.accounts(of: stage.connection), ["x", "y"])
            try check(try await stage.record(two).created, 0)
            try check(try await stage.record([], emails: ["y": "y@example.com"]).created, 2)
            // A word that is older than what is kept changes nothing.
            try check(try await stage.record([stage.enrolment("a", of: "x", after: 30)]).updated, 0)
            try check(
                try await stage.record([stage.enrolment("a", of: "x", .completed, after: 90)]).updated, 2)
            try check(try await store.attemptCount(of: stage.connection), 4)
            let mine = try await stage.attempts(AttemptQuery(group: "sales", user: "X@example.com"))
            try check(mine.map(\.state.progress), [100])
            var query = AttemptQuery(course: try await stage.courses().first?.id)
            query.after = 0
            query.limit = 1
            try check(try await stage.attempts(query).map(\.group), ["sales"])
            let counts = try some(try await store.statisticsCounts().first)
            try check([counts.attempts, counts.enrolments, counts.unmatched, counts.unknown], [2, 2, 0, 0])
            try check(
                try await store.completionsByMonth(ActivityQuery(groups: ["sales"])),
                [MonthOfCompletions(month: "2027-01", completed: 2)])
            try check(try await store.busiestCourses(ActivityQuery(limit: 9)).map(\.learners), [2, 2])
            try check(
                try await store.busiestLearners(ActivityQuery(groups: ["sales"], limit: 1)).map(\.attempts),
                [1])
            for scope in [SummaryScope.everybody, .learner("x@example.com")] {
                let summary = try await store.summary(of: scope, groups: ["sales"])
                try check(summary.succeeded, summary.learners)
            }
        },
        StoreCase("Enrolments wait for their courses, and a launch goes on with an open attempt") { stage in
            let store = stage.store
            try check(
                try await stage.record([stage.enrolment("a", of: "x")], emails: ["x": "x@example.com"])
                    .created, 0)
            try await stage.list([Stage.object("1", "One")])
            try check(try await store.applyToNewCourses(by: Stage.attempts)?.created, 2)
            try check(try await store.applyToNewCourses(by: Stage.attempts)?.created, 0)
            try check(try await store.applyToNewCourses(by: Stage.attempts), nil)
            let course = try some(try await stage.courses().first).id
            let open = try await stage.attempts(AttemptQuery(group: "sales")).map(\.id)
            try check(
                try await store.launch(course: course, email: "x@example.com", at: Stage.start), open.first)
            let launched = try await store.launch(course: course, email: "new@example.com", at: Stage.start)
            try check(try await store.lastAttempt(), some(launched))
            try check(
                try await store.launch(course: course, email: "New@example.com ", at: Stage.start), launched)
            try check(try await store.launch(course: course, email: " ", at: Stage.start), nil)
        },
        StoreCase("A changed e-mail address takes attempts and launches along, also where two swap theirs") {
            stage in
            let store = stage.store
            func note(_ emails: [String: String?]) async throws -> AttemptChanges {
                try await store.leased().note(
                    emails.map { LearnerAccount(id: $0.key, email: $0.value) }, of: stage.connection,
                    by: Stage.attempts)
            }
            func users() async throws -> [String] {
                try await stage.attempts(AttemptQuery(group: "sales"))
                    .map { "\($0.user) \($0.state.progress)" }.sorted()
            }
            try await stage.list([Stage.object("1", "One")])
            let two = [stage.enrolment("a", of: "x"), stage.enrolment("b", of: "y", .completed)]
            _ = try await stage.record(two, emails: ["x": "x@example.com", "y": "y@example.com"])
            let course = try some(try await stage.courses().first).id
            _ = try await store.launch(course: course, email: "y@example.com", at: Stage.start + 600)
            try check(try await users(), ["x@example.com 10", "y@example.com 0", "y@example.com 100"])
            let ids = try await stage.attempts().map(\.id).sorted()
            // Swapped: everything goes along, and no attempt is another.
            try check(
                try await note(["x": "y@example.com", "y": " X@Example.com"]), AttemptChanges())
            try check(try await users(), ["x@example.com 0", "x@example.com 100", "y@example.com 10"])
            // One learner now, and two again.
            _ = try await note(["x": "x@example.com"])
            try check(try await users(), ["x@example.com 0", "x@example.com 10", "x@example.com 100"])
            // An account without an address keeps the last one, and follows whoever else has it.
            _ = try await note(["y": nil])
            _ = try await note(["x": "z@example.com"])
            try check(try await users(), ["z@example.com 0", "z@example.com 10", "z@example.com 100"])
            _ = try await note(["y": "y@example.com"])
            try check(try await users(), ["y@example.com 0", "y@example.com 100", "z@example.com 10"])
            try check(try await stage.attempts().count, ids.count)
            try check(try await note(["x": "Z@example.com", "y": "y@example.com "]), AttemptChanges())
        },
        StoreCase("A listing of enrolments is taken up where it broke off, until it is ended or forgotten") {
            stage in
            let store = stage.store
            let run = try await stage.begin("stats")
            var batch = EnrolmentBatch([stage.enrolment("a", of: "x")], accounts: [])
            batch.page = EnrolmentBatch.ListedPage(
                run: run, refused: [RefusedItem(id: "z", reason: "no date")], rows: 2, isWhole: true,
                next: Checkpoint("2"))
            _ = try await store.leased().record(batch, of: stage.connection, by: Stage.attempts)
            let listing = try await store.statisticsListing(of: stage.connection)
            try check(listing.interrupted?.checkpoint, Checkpoint("2"))
            try check(listing.interrupted?.isWhole, true)
            try check(try await store.skippedItems(of: run).map(\.reason), ["no date"])
            try await store.leased().forgetStatisticsListing(of: stage.connection)
            try check(try await store.statisticsListing(of: stage.connection).interrupted, nil)
            try await store.leased().endStatisticsListing(of: stage.connection, mark: Checkpoint("m"))
            try check(try await store.statisticsListing(of: stage.connection).mark, Checkpoint("m"))
        },
    ]
}
