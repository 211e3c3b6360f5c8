import ConnectorKit
import Foundation
import Model
import Sync
import TestSupport
import Testing
import UdemyBusinessSimulator

@testable import UdemyBusiness

@Suite("What learners did, in the store")
struct StatisticsTests {
    @Test(
        "The attempts are what the learners did: begin, end, completion, progress and time",
        arguments: ["7", "100"])
    func everything(pageSize: String) async throws {
        try await AccountHost.with(settings: ["page_size": pageSize]) { host in
            let run = try await host.syncAll()
            #expect(run.outcome == .done)
            let attempts = try await host.attempts()
            #expect(attempts.count > 90)
            #expect(attempts == host.learned)
        }
    }

    @Test("Changes bring what was done since, once, and leave all else as it was")
    func changes() async throws {
        let clock = TestDate()
        try await AccountHost.with(clock: clock) { host in
            _ = try await host.syncAll()
            let ids = host.site.courseIDs
            host.site.watch(ids[1], learner: 3, minutes: 12.5, ratio: 40, at: clock.now)
            host.site.watch(ids[2], learner: 3, minutes: 30, ratio: 100, at: clock.now)
            clock.pass(3_600)
            host.site.watch(ids[1], learner: 3, minutes: 20, ratio: 100, at: clock.now)
            host.site.watch(ids[1], learner: 24, minutes: 7, ratio: 9.75, at: clock.now)
            for _ in 1...2 {
                #expect(try await host.sync([.stats], .changes).outcome == .done)
                #expect(try await host.attempts() == host.learned)
            }
            let asked = host.site.requests.filter { $0.contains("user-progress") }
            #expect(asked.allSatisfy { $0.contains("from_date=2027-01-13") })
            #expect(try await host.sync([.stats]).counters.updated == 0)
            #expect(try await host.attempts() == host.learned)
        }
    }

    @Test("A completion stays when the course gains lectures, and when the learner goes on")
    func completion() async throws {
        let clock = TestDate()
        try await AccountHost.with(clock: clock) { host in
            _ = try await host.syncAll()
            let id = host.site.courseIDs[5]
            host.site.watch(id, learner: 1, minutes: 10, ratio: 100, at: clock.now)
            _ = try await host.sync([.stats])
            #expect(try await host.attempts() == host.learned)
            let before = try await host.completions(of: id)
            #expect(before.contains { $0.user == "learner1@example.com" })
            host.site.extend(id)
            clock.pass(86_400)
            host.site.watch(id, learner: 1, minutes: 5, ratio: 95, at: clock.now)
            for reading in [StatsReading.changes, .everything] {
                _ = try await host.sync([.stats], reading)
                #expect(try await host.completions(of: id) == before)
            }
        }
    }

    @Test("A retired course is archived, and what was done in it stays")
    func retired() async throws {
        try await AccountHost.with { host in
            _ = try await host.syncAll()
            let before = try await host.attempts()
            let id = try #require(before.first.flatMap { Int($0.course) })
            host.site.retire(id)
            #expect(try await host.sync([.catalog]).counters.archived == 1)
            #expect(try await host.sync([.stats]).outcome == .done)
            #expect(try await host.attempts() == before)
        }
    }

    @Test("Learners are known by the address in the column that the settings name")
    func column() async throws {
        try await AccountHost.with(settings: ["learner_email": "user_external_id"]) { host in
            let run = try await host.syncAll()
            #expect(run.outcome == .done)
            let learners = Set(try await host.attempts().map(\.user))
            #expect(learners.count > 20)
            #expect(learners.allSatisfy { $0.hasPrefix("e-1000") })
        }
    }

    // MARK: - Rows

    @Test(
        "A row is read as it is",
        arguments: [
            Written("{}", .failure("no course_id")),
            Written(#"{"course_id":5}"#, .failure("no user_id and no user_email")),
            Written(
                #"{"course_id":5,"user_email":"a@b"}"#, .failure("no time; course_enroll_date was expected")),
            Written(
                #"{"course_id":5,"user_email":"A@B","course_enroll_date":"2026-01-02T03:04:05Z"}"#,
                .success("5 a@b a@b other 2026-01-02T03:04:05Z 2026-01-02T03:04:05Z 0 0")),
            Written(
                #"{"course_id":5,"user_id":7,"user_email":"a@b","completion_ratio":41.9,"num_video_consumed_minutes":1.5,"#
                    + #""course_start_date":"2026-01-02T03:04:05Z","course_last_accessed_date":"2026-01-03T03:04:05Z"}"#,
                .success("5 7 a@b in-progress 2026-01-02T03:04:05Z 2026-01-03T03:04:05Z 41 90")),
            Written(
                #"{"course_id":5,"user_id":7,"completion_ratio":88,"course_completion_date":null,"#
                    + #""course_first_completion_date":"2026-01-03T03:04:05Z","course_last_accessed_date":"2026-02-03T03:04:05Z"}"#,
                .success("5 7 - completed - 2026-01-03T03:04:05Z 100 0")),
            Written(
                #"{"course_id":5,"user_id":7,"completion_ratio":100.0,"course_last_accessed_date":"2026-02-03T03:04:05Z"}"#,
                .success("5 7 - completed - 2026-02-03T03:04:05Z 100 0")),
            Written(
                #"{"course_id":5,"user_id":7,"completion_ratio":"all"}"#,
                .failure("completion_ratio is text; a number was expected")),
            Written(
                #"{"course_id":5,"user_id":7,"course_enroll_date":"yesterday"}"#,
                .failure("course_enroll_date is \"yesterday\"; an ISO 8601 time was expected")),
            Written(#"{"course_id":{}}"#, .failure("course_id is an object; a whole number was expected")),
        ])
    func row(_ row: Written) throws {
        #expect(row.read == row.wanted)
    }
}

extension AccountHost {
    /// The attempts at a course that are completed.
    func completions(of course: Int) async throws -> [LearnedCourse] {
        try await attempts().filter { $0.course == "\(course)" && $0.completed != nil }
    }

    func syncAll() async throws -> RunReport {
        _ = try await sync([.catalog])
        return try await sync([.stats])
    }
}

/// A row of the report, and what is made of it.
struct Written: Sendable, CustomTestStringConvertible {
    enum Outcome: Sendable, Equatable {
        case success(String)
        case failure(String)
    }

    let json: String
    let wanted: Outcome

    init(_ json: String, _ wanted: Outcome) {
        self.json = json
        self.wanted = wanted
    }

    var testDescription: String { json }
}

extension Written {
    /// What is made of it, with times in short.
    var read: Outcome {
        do throws(Failure) {
            let document: SourceDocument
            do { document = try SourceDocument(json: Array(json.utf8)[...], paths: ActivityRow.paths) } catch
            {
                throw .item(error.message)
            }
            let found = try ActivityRow.enrolment(FieldInput(document, ActivityRow.paths))
            var seconds = 0
            if case .total(let time)? = found.timeSpent { seconds = Int(time.components.seconds) }
            let words = [
                found.contentID, found.account, found.learner?.email ?? "-", found.status.rawValue,
                found.createdAt.map(Timestamp.text) ?? "-", Timestamp.text(found.updatedAt),
                "\(found.progress ?? -1)", "\(seconds)",
            ]
            return .success(words.joined(separator: " "))
        } catch {
            return .failure(error.message)
        }
    }
}
