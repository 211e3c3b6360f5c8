import ConnectorKit
import Foundation
import ThreeSixtyLearningSimulator
import SimulatorSupport
import Testing
import TestSupport

@Suite struct BulkTests {
    @Test(
        "an input that is no list, or too long, is refused whole, and nothing is done",
        arguments: [
            (HTTPRequest.Method.put, "courses", 10_000), (.delete, "courses", 1_000),
            (.post, "stats", 10_000),
        ])
    func input(_ method: HTTPRequest.Method, _ what: String, _ most: Int) async throws {
        try await PlatformSite.with(LMSPlatform()) { site async throws in
            let path = "bulk/integrations/\(try await site.integration())/\(what)"
            let noList = Answered.nested(
                400, "invalidInput", "The body is no object with an array \"input\"")
            for body in ["{}", "[]", "{\"input\":{}}", "{"] {
                #expect(try await site.ask(method, path, body) == noList)
            }
            #expect(
                try await site.ask(method, path, "{\"input\":[],\"dryRun\":true}")
                    == .nested(400, "invalidInput", "dryRun is not expected"))
            let items = Array(repeating: "{}", count: most + 1)
            #expect(
                try await site.ask(method, path, PlatformSite.input(items))
                    == .nested(
                        400, "inputTooLong",
                        "The input has \(most + 1) objects; at most \(most) are accepted"))
            #expect(try await site.ask(.get, "bulk/operations").list.isEmpty)
        }
    }

    static let badCourses: [(String, String)] = [
        (PlatformSite.course(""), "externalId is \"\"; a string of at least 1 character was expected"),
        (PlatformSite.course("1", ",\"archived\":true"), "archived is not expected"),
        (
            PlatformSite.course("1", ",\"duration\":0"),
            "duration is 0; an integer from 1 to 100000 was expected"
        ),
        (
            PlatformSite.course("1", ",\"duration\":100001"),
            "duration is 100001; an integer from 1 to 100000 was expected"
        ),
        (
            PlatformSite.course("1", ",\"duration\":1.5"),
            "duration is 1.5; an integer from 1 to 100000 was expected"
        ),
        (
            PlatformSite.course("1", ",\"duration\":null"),
            "duration is null; an integer from 1 to 100000 was expected"
        ),
        (
            PlatformSite.course("1", ",\"description\":\"\""),
            "description is \"\"; a string of at least 1 character was expected"
        ),
        (
            PlatformSite.course("1", ",\"contentType\":\"lesson\""),
            "contentType is \"lesson\"; one of the published values was expected"
        ),
        (
            PlatformSite.course("1").replacing("\"en\"", with: "\"en-GB\""),
            "defaultLang is \"en-GB\"; one of the published values was expected"
        ),
        (
            PlatformSite.course("1").replacing("\"sources\":[]", with: "\"sources\":[{}]"),
            "sources[0].name is missing"
        ),
        (
            PlatformSite.course("1").replacing("\"subjects\":[]", with: "\"subjects\":[\"\"]"),
            "subjects[0] is \"\"; a string of at least 1 character was expected"
        ),
        (
            PlatformSite.course("1").replacing("\"subjects\":[]", with: "\"subjects\":\"a\""),
            "subjects is \"a\"; an array was expected"
        ),
        (
            PlatformSite.course("1", ",\"authorId\":\"me\""),
            "authorId is \"me\"; an id of 24 hexadecimal digits was expected"
        ),
        (
            PlatformSite.course("1", ",\"authorId\":\"ffffffffffffffffffffffff\""),
            "There is no user ffffffffffffffffffffffff"
        ),
        (
            PlatformSite.course("1", ",\"translations\":[{\"lang\":\"fr\"}]"),
            "translations[0].translatedFields is missing"
        ),
        ("7", "the body is 7; an object was expected"),
    ]

    @Test("a course that is not as published is refused alone, with its reason")
    func courses() async throws {
        try await PlatformSite.with(LMSPlatform()) { site async throws in
            let integration = try await site.integration()
            let items = Self.badCourses.map(\.0) + [PlatformSite.course("good")]
            let results = try await site.bulk(.put, integration, "courses", items)
            #expect(results.values("errorMessage") == Self.badCourses.map(\.1) + [""])
            #expect(site.platform.courses(of: integration).map(\.externalID) == ["good"])
        }
    }

    static let badStatistics: [(String, String)] = {
        func statistic(_ change: (String) -> String = { $0 }) -> String {
            change(
                PlatformSite.statistic(
                    "1", "learner-1@acme.example", progress: 50, first: "2026-01-01T00:00:00Z",
                    last: "2026-01-02T00:00:00Z"))
        }
        return [
            (statistic { $0.replacing("learner-1@", with: "nobody@") }, "User not found"),
            (statistic { $0.replacing("\"value\":\"1\"", with: "\"value\":\"2\"") }, "Course not found"),
            (
                statistic { $0.replacing("60000", with: "0") },
                "timeSpent is 0; a number of at least 1 was expected"
            ),
            (
                statistic { $0.replacing("\"progress\":50", with: "\"progress\":101") },
                "progress is 101; a number from 0 to 100 was expected"
            ),
            (
                statistic { $0.replacing("2026-01-01T00:00:00Z", with: "1 May") },
                "firstActivityAt is \"1 May\"; a date and time was expected"
            ),
            (
                statistic { $0.replacing("\"mail\"", with: "\"email\"") },
                "userIdentifier.type is \"email\"; mail, internalId was expected"
            ),
            (
                statistic { $0.dropLast() + ",\"result\":\"passed\"}" },
                "result is \"passed\"; success, failed was expected"
            ),
            (statistic { $0.dropLast() + ",\"completedAt\":\"x\"}" }, "completedAt is not expected"),
        ]
    }()

    @Test("a statistic that is not as published, or of somebody unknown, is refused alone")
    func statistics() async throws {
        try await PlatformSite.with(LMSPlatform()) { site async throws in
            let integration = try await site.integration()
            _ = try await site.delivered("1", to: integration)
            let results = try await site.bulk(.post, integration, "stats", Self.badStatistics.map(\.0))
            #expect(results.values("errorMessage") == Self.badStatistics.map(\.1))
        }
    }

    @Test("an upsert replaces the course whole, keeps its id, its tags and its archive state")
    func replaced() async throws {
        try await PlatformSite.with(LMSPlatform()) { site async throws in
            let integration = try await site.integration()
            _ = try await site.bulk(
                .put, integration, "courses", [PlatformSite.course("1", ",\"description\":\"Long\"")])
            let first = try #require(site.platform.courses(of: integration).first)
            site.platform.addTag(site.platform.addTag("Mine").id, to: first.id)
            let archived = try await site.bulk(
                .delete, integration, "courses", ["{\"externalId\":\"1\"}", "{\"externalId\":\"2\"}"])
            #expect(
                archived.values("errorMessage")
                    == ["", "There is no course \"2\" in this integration"])
            _ = try await site.delivered("1", to: integration)
            let second = try #require(site.platform.courses(of: integration).first)
            #expect(second.id == first.id)
            #expect(second.summary == nil)
            #expect(second.tags.count == 1)
            #expect(second.isArchived)
            let restored = try await site.ask(
                .put, "courses/\(second.id)/archive", "{\"archived\":false}")
            #expect(restored.status == 200)
            #expect(site.platform.courses(of: integration).map(\.isArchived) == [false])
        }
    }

    @Test("an upsert restores an archived course where the platform is told to")
    func upsertRestores() async throws {
        var options = LMSPlatform.Options()
        options.upsertRestores = true
        try await PlatformSite.with(LMSPlatform(options)) { site async throws in
            let integration = try await site.integration()
            _ = try await site.delivered("1", to: integration)
            _ = try await site.bulk(.delete, integration, "courses", ["{\"externalId\":\"1\"}"])
            #expect(site.platform.courses(of: integration).map(\.isArchived) == [true])
            _ = try await site.delivered("1", to: integration)
            #expect(site.platform.courses(of: integration).map(\.isArchived) == [false])
        }
    }

    @Test("deleting an integration archives its courses, which cannot be restored")
    func deleted() async throws {
        try await PlatformSite.with(LMSPlatform()) { site async throws in
            let integration = try await site.integration()
            let course = try await site.delivered("1", to: integration)
            #expect(try await site.ask(.delete, "integrations/\(integration)").status == 204)
            #expect(site.platform.courses(of: integration).map(\.isArchived) == [true])
            #expect(
                try await site.ask(.put, "courses/\(course)/archive", "{\"archived\":false}")
                    == .nested(
                        400, "integrationInactive", "The integration of this course was deleted"))
        }
    }

    @Test("an operation is pending, queued, running and completed, and has results only then")
    func stages() async throws {
        let clock = TestDate()
        var options = LMSPlatform.Options()
        options.operationDelay = 2
        options.itemsPerSecond = 2
        try await PlatformSite.with(LMSPlatform(options, now: { clock.now })) { site async throws in
            let integration = try await site.integration()
            let items = (1...4).map { PlatformSite.course("\($0)") }
            let submitted = try await site.ask(
                .put, "bulk/integrations/\(integration)/courses", PlatformSite.input(items))
            #expect(submitted.location == "\(site.url)/api/v2/bulk/operations/\(submitted.operation)")
            let head =
                "{\"_id\":\"\(submitted.operation)\",\"createdAt\":\"2027-01-15T08:00:00.000Z\""
            let tail = "\"type\":\"importExternalCourses\"}"
            let queued =
                "\"queuedAt\":\"2027-01-15T08:00:01.000Z\",\"startedAt\":\"2027-01-15T08:00:02.000Z\""
            let stages: [(TimeInterval, String)] = [
                (0, "\(head),\"status\":\"pending\",\(tail)"),
                (
                    1,
                    "\(head),\"queuedAt\":\"2027-01-15T08:00:01.000Z\",\"status\":\"queued\",\(tail)"
                ),
                (
                    2,
                    "\(head),\"progress\":{\"index\":1,\"updatedAt\":\"2027-01-15T08:00:03.000Z\"},"
                        + "\(queued),\"status\":\"running\",\(tail)"
                ),
                (
                    1,
                    "\(head),\"endedAt\":\"2027-01-15T08:00:04.000Z\",\"progress\":{\"index\":3,"
                        + "\"updatedAt\":\"2027-01-15T08:00:04.000Z\"},\(queued),\"status\":\"completed\",\(tail)"
                ),
            ]
            for (pause, text) in stages {
                clock.pass(pause)
                let isLast = text.contains("endedAt")
                #expect(site.platform.courses(of: integration).count == (isLast ? 4 : 0))
                let operation = try await site.ask(.get, "bulk/operations/\(submitted.operation)")
                #expect(operation.text == text)
                let results = try await site.ask(.get, "bulk/operations/\(submitted.operation)/results")
                #expect(results.status == (isLast ? 200 : 400))
            }
        }
    }

    @Test("a fourth operation is refused while three have not ended")
    func concurrency() async throws {
        let clock = TestDate()
        try await PlatformSite.with(LMSPlatform(now: { clock.now })) { site async throws in
            let path = "bulk/integrations/\(try await site.integration())/courses"
            var statuses: [Int] = []
            for _ in 0..<3 { statuses.append(try await site.ask(.put, path, "{\"input\":[]}").status) }
            #expect(statuses == [202, 202, 202])
            #expect(
                try await site.ask(.put, path, "{\"input\":[]}")
                    == .nested(
                        429, "bulkOperationsConcurrencyLimitReached", "3 bulk operations are under way"))
            #expect(site.platform.operationPeak == 3)
            clock.pass(1)
            #expect(try await site.ask(.put, path, "{\"input\":[]}").status == 202)
        }
    }

    @Test("operations are listed newest first, twenty a page, by type, status and time")
    func listed() async throws {
        let clock = TestDate()
        try await PlatformSite.with(LMSPlatform(now: { clock.now })) { site async throws in
            let integration = try await site.integration()
            for index in 0..<23 {
                let what = index % 2 == 0 ? "courses" : "stats"
                let method = index % 2 == 0 ? HTTPRequest.Method.put : .post
                _ = try await site.ask(method, "bulk/integrations/\(integration)/\(what)", "{\"input\":[]}")
                clock.pass(1)
            }
            let first = try await site.ask(.get, "bulk/operations")
            let second = try await site.ask(.get, try #require(first.next))
            #expect(first.list.count == 20)
            #expect(second.list.count == 3)
            #expect(second.next == nil)
            #expect(first.values("_id") == first.values("_id").sorted(by: >))
            let filtered = try await site.ask(
                .get,
                "bulk/operations?type[eq]=importExternalStatistics&status[eq]=completed"
                    + "&createdAt[gte]=2027-01-15T08:00:20.000Z")
            #expect(filtered.values("createdAt") == ["2027-01-15T08:00:21.000Z"])
        }
    }
}
