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
        return try await store.record(
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
            try check(try await store.unknownAccounts(of: two, stage.connection), ["x", "y"])
            try check(try await stage.record(two, emails: ["x": " X@example.com"]).created, 2)
            try check(try await store.accountsWithoutEmail(of: stage.connection), ["y"])
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
                try await store.completionsByMonth(groups: ["sales"]),
                [MonthOfCompletions(month: "2027-01", completed: 2)])
            try check(try await store.busiestCourses(limit: 9).map(\.learners), [2, 2])
            try check(try await store.busiestLearners(groups: ["sales"], limit: 1).map(\.attempts), [1])
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
        StoreCase("A listing of enrolments is taken up where it broke off, until it is ended or forgotten") {
            stage in
            let store = stage.store
            let run = try await stage.begin("stats")
            var batch = EnrolmentBatch([stage.enrolment("a", of: "x")], accounts: [])
            batch.page = EnrolmentBatch.ListedPage(
                run: run, refused: [RefusedItem(id: "z", reason: "no date")], rows: 2, isWhole: true,
                next: Checkpoint("2"))
            _ = try await store.record(batch, of: stage.connection, by: Stage.attempts)
            let listing = try await store.statisticsListing(of: stage.connection)
            try check(listing.interrupted?.checkpoint, Checkpoint("2"))
            try check(listing.interrupted?.isWhole, true)
            try check(try await store.skippedItems(of: run).map(\.reason), ["no date"])
            try await store.forgetStatisticsListing(of: stage.connection)
            try check(try await store.statisticsListing(of: stage.connection).interrupted, nil)
            try await store.endStatisticsListing(of: stage.connection, mark: Checkpoint("m"))
            try check(try await store.statisticsListing(of: stage.connection).mark, Checkpoint("m"))
        },
    ]
}
