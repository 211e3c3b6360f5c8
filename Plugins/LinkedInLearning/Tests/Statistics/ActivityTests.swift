import ConnectorKit
import Foundation
import Host
import LinkedInLearningSimulator
import Model
import Store
import Sync
import TestSupport
import Testing

@Suite("What learners did, as attempts in the store")
struct ActivityTests {
    @Test("one enrolment of several windows is one attempt, from its first begin to its completion")
    func windows() async throws {
        let client = AccountClient(items: 40)
        let courses = client.account.assets.filter { $0.kind == .course && !$0.isRetired && $0.title != nil }
        let (one, other) = (courses[0].urn, courses[1].urn)
        client.account.add([
            // Begun, gone on with two windows later, completed in a fourth.
            session(1, one, day: 3, 600, 20), session(1, one, day: 33, 900, 70),
            session(1, one, day: 60, 300, 100, completes: true),
            // Gone on with, and not completed.
            session(2, one, day: 10, 120, 10), session(2, one, day: 11, 60, 15),
            session(2, one, day: 40, 30, 30),
            // Completed, and looked at again afterwards.
            session(3, other, day: 5, 3_600, 100, completes: true), session(3, other, day: 50, 999, 100),
            // At content that is not in the catalog.
            session(4, "urn:li:lyndaCourse:1", day: 5, 60, 50),
        ])
        let expected = [
            SeenAttempt(
                content: one, user: "learner1@example.com", first: time(3), last: time(60) + 300_000,
                completed: time(60) + 300_000, progress: 100, seconds: 1_800),
            SeenAttempt(
                content: one, user: "learner2@example.com", first: time(10), last: time(40) + 30_000,
                progress: 30, seconds: 210),
            SeenAttempt(
                content: other, user: "learner3@example.com", first: time(5), last: time(5) + 3_600_000,
                completed: time(5) + 3_600_000, progress: 100, seconds: 3_600),
        ]
        try await AccountHost.with(client, at: TestDate(day(70))) { host in
            try await host.syncCatalog()
            #expect(try await host.syncStatistics(.everything)?.outcome == .done)
            #expect(try await host.attempts() == expected)
            let counts = try await host.runtime.store.statisticsCounts().first
            #expect(counts?.enrolments == 4)
            #expect(counts?.unknown == 1)
            // Windows that are read again add nothing.
            for reading in [.everything, .changes, .everything] as [StatsReading] {
                #expect(try await host.syncStatistics(reading)?.counters.updated == 0)
                #expect(try await host.attempts() == expected)
            }
        }
    }

    @Test("changes are read from the window on in which the last reading ended, and bring a completion")
    func changes() async throws {
        let client = AccountClient(items: 40)
        let course = try #require(client.account.assets.first { $0.kind == .course && !$0.isRetired }).urn
        let date = TestDate(day(30))
        client.account.add([session(1, course, day: 29, 100, 40)])
        try await AccountHost.with(client, at: date) { host in
            try await host.syncCatalog()
            try await host.syncStatistics(.everything)
            let open = try #require(await host.attempts().first)
            #expect(open.progress == 40)
            #expect(open.completed == nil)
            // In the same window, and in the next one.
            client.account.add([
                session(1, course, day: 31, 50, 60), session(1, course, day: 43, 25, 100, completes: true),
            ])
            date.pass(15 * 86_400)
            let before = client.account.requests.count
            #expect(try await host.syncStatistics(.changes)?.outcome == .done)
            #expect(client.account.requests.count - before <= 7)
            #expect(
                try await host.attempts() == [
                    SeenAttempt(
                        content: course, user: "learner1@example.com", first: time(29),
                        last: time(43) + 25_000,
                        completed: time(43) + 25_000, progress: 100, seconds: 175)
                ])
        }
    }

    @Test("a learner whose address changes keeps the attempts, under the new address")
    func changedAddress() async throws {
        let client = AccountClient(items: 40)
        let course = try #require(client.account.assets.first { $0.kind == .course && !$0.isRetired }).urn
        client.account.add([
            session(1, course, day: 3, 100, 40), session(28, course, day: 4, 50, 10),
        ])
        try await AccountHost.with(client, at: TestDate(day(30))) { host in
            try await host.syncCatalog()
            try await host.syncStatistics(.everything)
            // The 29th learner has no address.
            #expect(try await host.attempts().map(\.user) == ["learner1@example.com"])
            #expect(try await host.runtime.store.statisticsCounts().first?.unmatched == 1)
            var learner = client.account.learner(1)
            learner.email = "Renamed@Example.com"
            client.account.setLearner(learner)
            try await host.syncStatistics(.everything)
            #expect(try await host.attempts().map(\.user) == ["renamed@example.com"])
        }
    }

    @Test("learners are matched by the id of the single sign-on if the settings say so")
    func uniqueUserID() async throws {
        let client = AccountClient(items: 40)
        let course = try #require(client.account.assets.first { $0.kind == .course && !$0.isRetired }).urn
        client.account.add([session(28, course, day: 4, 50, 10)])
        try await AccountHost.with(
            client, at: TestDate(day(30)), settings: ["learners": "unique_user_id"]
        ) { host in
            try await host.syncCatalog()
            try await host.syncStatistics(.everything)
            #expect(try await host.attempts().map(\.user) == ["employee-10028"])
        }
    }

    @Test(
        "of everything that simulated learners did, each attempt is right to the second", arguments: [1, 2])
    func everything(seed: UInt64) async throws {
        let client = AccountClient(items: 60) {
            $0.enrolments = 400
            $0.seed = seed
        }
        let expected = truth(client.account)
        #expect(expected.count > 200)
        try await AccountHost.with(
            client, at: TestDate(day(250)), settings: ["page_size": "7"]
        ) { host in
            try await host.syncCatalog()
            #expect(try await host.syncStatistics(.everything)?.outcome == .done)
            let attempts = try await host.attempts()
            #expect(attempts.count == expected.count)
            for (attempt, right) in zip(attempts, expected) where attempt != right {
                Issue.record("\(attempt); right is \(right)")
            }
        }
    }

    // MARK: - What learners did

    /// The attempts that the account's sessions come to, without a report.
    private func truth(_ account: LearningAccount) -> [SeenAttempt] {
        let window: Int64 = 14 * 86_400_000
        let known = Set(
            account.assets.filter { asset in
                if case .text? = asset.title { return !asset.isRetired }
                return false
            }.map(\.urn))
        let pairs = Dictionary(grouping: account.sessions) { "\($0.learner) \($0.content)" }
        return pairs.values.compactMap { sessions -> SeenAttempt? in
            guard let first = sessions.first, known.contains(first.content),
                let email = account.learner(first.learner).email
            else { return nil }
            func end(_ session: LearningSession) -> Int64 { session.time + Int64(session.seconds) * 1_000 }
            let completion = sessions.first { $0.completes }.map(end)
            let counted = sessions.filter { session in
                completion.map { session.time / window * window <= $0 } ?? true
            }
            return SeenAttempt(
                content: first.content, user: email.lowercased(), first: first.time,
                last: completion ?? sessions.map(end).max() ?? 0, completed: completion,
                progress: completion == nil ? sessions.map(\.progress).max() ?? 0 : 100,
                seconds: counted.reduce(0) { $0 + Int64($1.seconds) })
        }.sorted()
    }

    private func session(
        _ learner: Int, _ content: String, day: Int, _ seconds: Int, _ progress: Int, completes: Bool = false
    ) -> LearningSession {
        LearningSession(
            learner: learner, content: content, kind: .course, time: time(day), seconds: seconds,
            progress: progress, completes: completes)
    }

    /// Noon of a day of 2026, counted from 0; milliseconds since 1970.
    private func time(_ day: Int) -> Int64 { 1_767_225_600_000 + Int64(day) * 86_400_000 + 43_200_000 }

    private func day(_ day: Int) -> Date { Date(timeIntervalSince1970: Double(time(day)) / 1_000) }
}
