import ConnectorKit
import Foundation
import PostgresTesting
import Testing

@testable import ConnectorTesting

@Suite("A host for tests")
struct TestHostTests {
    private static let day = Date(timeIntervalSince1970: 1_740_787_200)

    private static func held(_ user: String, _ course: String, progress: Int) -> TestAttempt {
        TestAttempt(
            user: user, course: course, firstActivity: day, lastActivity: day + 60,
            completedAt: progress == 100 ? day + 60 : nil, progress: progress, passed: nil,
            timeSpent: .seconds(90))
    }

    @Test("It holds the attempts of the pages that it read, in order")
    func attempts() async throws {
        let service = RecordedService([
            "/courses": [#"["c-1","c-2"]"#], "/learners": [#"["b c-2 50","a c-1 100"]"#],
        ])
        let attempts = try await TestHost.attempts(of: SmallProvider(), over: service, stores: .underTest)
        #expect(
            attempts == [
                Self.held("a@example.com", "c-1", progress: 100),
                Self.held("b@example.com", "c-2", progress: 50),
            ])
        #expect(
            attempts.map(\.description) == [
                "a@example.com at c-1 from 2025-03-01T00:00:00Z to 2025-03-01T00:01:00Z, completed "
                    + "2025-03-01T00:01:00Z, 100 %, 90.0 seconds",
                "b@example.com at c-2 from 2025-03-01T00:00:00Z to 2025-03-01T00:01:00Z, 50 %, 90.0 seconds",
            ])
        #expect(
            service.requests.map(\.url) == [
                "https://small.example/courses", "https://small.example/learners",
            ])
    }

    @Test("It tells what was refused, and reads again what it is asked for")
    func refused() async throws {
        let service = RecordedService([
            "/courses": [#"["c-1"]"#], "/learners": [#"["a c-1 50","x"]"#, #"["a c-1 100"]"#],
        ])
        try await TestHost.with(SmallProvider(), over: service, stores: .underTest) { host async throws in
            #expect(try await host.syncCatalog() == [])
            #expect(try await host.syncStatistics() == ["row 2: three words were expected"])
            #expect(try await host.attempts() == [Self.held("a@example.com", "c-1", progress: 50)])
            #expect(try await host.syncStatistics(changes: true) == [])
            #expect(try await host.attempts() == [Self.held("a@example.com", "c-1", progress: 100)])
        }
    }

    @Test("What could not be read is said")
    func unfinished() async throws {
        let service = RecordedService(["/courses": [#"["c-1"]"#]])
        await #expect {
            try await TestHost.attempts(of: SmallProvider(), over: service, stores: .underTest)
        } throws: { error in
            "\(error)" == "the run of the statistics ended as \"failed\": no page is left for GET /learners"
        }
    }
}

/// Lists ids, and rows such as `ada c-1 100`, all on one page.
private struct SmallProvider: CatalogProvider, StatsProvider {
    let descriptor = ProviderDescriptor(
        id: "small", displayName: "Small", summary: "A service with little to list.", settings: [],
        filters: FilterVocabulary(contentTypes: ["course"]),
        schedule: DefaultSchedule(catalog: "07:40", stats: "08:00"))

    func verify(_ capability: Capability, of connection: Connection) async throws(Failure) {}

    func paging(_ settings: Settings) -> Paging { .offset }

    func mapping(_ settings: Settings) -> Mapping {
        Mapping(
            version: 1,
            rules: [
                .externalID(from: "id"),
                FieldRule(.name, from: ["id"], "the id") { input, course throws(Failure) in
                    course.name = try input.requiredText()
                    course.launchURL = "https://small.example/\(course.name)"
                    course.providerType = "course"
                },
            ], settings: settings)
    }

    func page(_ request: PageRequest, of connection: Connection) async throws(Failure) -> CatalogAnswer {
        let ids = try await texts("courses", connection)
        return .page(
            CatalogPage(
                items: ids.map { RawItem(id: $0, digest: 1, bytes: Array(#"{"id":"\#($0)"}"#.utf8)[...]) },
                rows: ids.count, next: nil, total: ids.count, isLast: true))
    }

    func document(of item: RawItem, settings: Settings) throws(Failure) -> SourceDocument {
        try item.document(JSONPaths(["id", "id"]))
    }

    func enrolments(_ request: EnrolmentRequest, of connection: Connection) async throws(Failure)
        -> EnrolmentAnswer
    {
        let rows = try await texts("learners", connection)
        var page = EnrolmentPage(enrolments: [], rows: 0, next: nil, mark: Checkpoint("now"))
        page.rows = rows.count
        for (index, row) in rows.enumerated() {
            let words = row.split(separator: " ").map(String.init)
            guard words.count == 3, let progress = Int(words[2]) else {
                page.refused.append(
                    RefusedItem(id: nil, reason: "row \(index + 1): three words were expected"))
                continue
            }
            let day = Date(timeIntervalSince1970: 1_740_787_200)
            page.enrolments.append(
                Enrolment(
                    contentID: words[1],
                    learner: LearnerAccount(id: words[0], email: "\(words[0])@example.com"),
                    status: progress == 100 ? .completed : .inProgress, createdAt: day,
                    updatedAt: day + 60, progress: progress, timeSpent: .total(.seconds(90))))
        }
        return .page(page)
    }

    private func texts(_ list: String, _ connection: Connection) async throws(Failure) -> [String] {
        let answer = try await JSONService("https://small.example", connection, isAuthorized: false)
            .send(.get, list)
        do {
            return try JSONDecoder().decode([String].self, from: Data(answer.response.body))
        } catch {
            throw .contract("\(error)")
        }
    }
}
