import ConnectorKit
import Foundation
import SimulatorSupport
import TestSupport
import Testing

@testable import UdemyBusinessSimulator

@Suite("The simulated account")
struct SimulatorTests {

    @Test(
        "It refuses what the service refuses, and what no source allows",
        arguments: [
            Refused(key: nil, status: 401, detail: "Authentication credentials were not provided."),
            Refused(key: "Bearer token", status: 401, detail: Target.wrongKey),
            Refused(key: "Basic dWRlbXk6c2FuZGJveA==", status: 401, detail: Target.wrongKey),
            Refused(path: "/api-2.0/organizations/1/courses/list/", status: 403, detail: Target.forbidden),
            Refused(path: Target.root + "courses/list", status: 404, detail: "Not found."),
            Refused(path: Target.root + "users/", status: 404, detail: "Not found."),
            Refused(path: "/", status: 404, detail: "Not found."),
            Refused(method: "POST", status: 405, detail: "Method \"POST\" not allowed."),
            Refused(query: "page=0", status: 400, detail: "page is a number from 1"),
            Refused(query: "page_size=101", status: 400, detail: "page_size is a number from 1 to 100"),
            Refused(query: "page=1&page=2", status: 400, detail: "the parameter page is there twice"),
            Refused(
                query: "search=java", status: 400,
                detail: "there is no parameter search; there are page, page_size, fields[course]"),
            Refused(query: "fields[course]=title,price", status: 400, detail: "a course has no field price"),
            Refused(query: "page=4", status: 404, detail: "Invalid page."),
            Refused(
                path: Target.activity, query: "from_date=2026-01-01", status: 400,
                detail: "there is no parameter from_date; there are page, page_size, "
                    + "fields[aggregate_organization_user_course_activity], user_email"),
            Refused(
                path: Target.progress, query: "from_date=2026-1-1", status: 400,
                detail: "from_date is a day, such as 2026-01-31"),
            Refused(
                path: Target.progress, query: "from_date=2026-02-02&to_date=2026-02-01", status: 400,
                detail: "from_date is after to_date"),
        ])
    func refuses(_ refused: Refused) async throws {
        let answer = await site().answer(
            SimulatedRequest(
                refused.method, refused.path, query: refused.query,
                headers: refused.key.map { ["authorization": $0] } ?? [:]))
        #expect(answer.status == refused.status)
        #expect(answer.text == JSONText.detail(refused.detail))
    }

    @Test("A client without a permission is refused by the list concerned alone")
    func permissions() async throws {
        var options = SimulatedSite.Options()
        options.items = 10
        options.mayReadReports = false
        let site = SimulatedSite(options)
        #expect(try await status(site, "courses/list/") == 200)
        #expect(try await status(site, "analytics/user-course-activity/") == 403)
        #expect(try await status(site, "analytics/user-progress/") == 403)
    }

    @Test("More requests than the limit are refused with the seconds to wait, and answered after that")
    func limit() async throws {
        var options = SimulatedSite.Options()
        options.requestsPerMinute = 2
        let clock = TestDate()
        let site = SimulatedSite(options, now: { clock.now })
        #expect(try await status(site, "courses/list/") == 200)
        clock.pass(10)
        #expect(try await status(site, "courses/list/") == 200)
        let answer = await site.answer(Self.request("courses/list/"))
        #expect(answer.status == 429)
        #expect(answer.headers == ["Retry-After": "50"])
        clock.pass(50)
        #expect(try await status(site, "courses/list/") == 200)
    }

    @Test("Pages hold every course once, and link to each other", arguments: [false, true])
    func pages(prerendered: Bool) async throws {
        var options = SimulatedSite.Options()
        options.items = 55
        options.prerendered = prerendered
        let site = SimulatedSite(options)
        var ids: [Int] = []
        var links: [String?] = []
        for page in 1...3 {
            let answer = try await self.page(site, "courses/list/", "page=\(page)&fields[course]=title")
            #expect(answer["count"] as? Int == 55)
            links += [answer["previous"] as? String, answer["next"] as? String]
            let results = try #require(answer["results"] as? [[String: Any]])
            #expect(results.allSatisfy { Set($0.keys) == ["_class", "id", "title"] })
            ids += results.compactMap { $0["id"] as? Int }
        }
        #expect(ids == site.courseIDs)
        #expect(Set(ids).count == 55)
        let link = { (page: Int) in
            "http://here\(Target.root)courses/list/?fields[course]=title&page=\(page)&page_size=20"
        }
        #expect(links == [nil, link(2), link(1), link(3), link(2), nil])
    }

    @Test("A retired course leaves the list, and the reports keep it")
    func retired() async throws {
        let site = site()
        let id = site.courseIDs[3]
        site.watch(id, learner: 2, minutes: 5, ratio: 10, at: Date(timeIntervalSince1970: 1_760_000_000))
        site.retire(id)
        let answer = try await page(site, "courses/list/", "page_size=100")
        #expect(answer["count"] as? Int == 59)
        #expect(!site.courseIDs.contains(id))
        let report = try await page(
            site, "analytics/user-course-activity/", "user_email=learner2@example.com")
        let rows = try #require(report["results"] as? [[String: Any]])
        #expect(rows.contains { $0["course_id"] as? Int == id })
    }

    @Test("The progress report selects by learner and by day")
    func progress() async throws {
        let site = site()
        let ids = site.courseIDs
        for (day, learner) in [(0, 1), (1, 1), (1, 2), (2, 1)] {
            site.watch(
                ids[day], learner: learner, minutes: 5, ratio: 10,
                at: Date(timeIntervalSince1970: 1_800_000_000 + Double(day) * 86_400))
        }
        let query = "from_date=2027-01-16&to_date=2027-01-16"
        let both = try await page(site, "analytics/user-progress/", query)
        #expect(both["count"] as? Int == 2)
        let one = try await page(site, "analytics/user-progress/", query + "&user_email=Learner2@example.com")
        let rows = try #require(one["results"] as? [[String: Any]])
        #expect(rows.map { $0["user_email"] as? String } == ["learner2@example.com"])
        #expect(rows.map { $0["item_completion_time"] as? String } == ["2027-01-16T08:00:00Z"])
    }

    @Test("Its courses have the members of the recorded ones")
    func members() async throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Fixtures/courses.json")
        let recorded = try #require(
            try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
        let page = try await self.page(site(), "courses/list/", "page_size=1")
        #expect(Set(page.keys) == Set(recorded.keys))
        let one = try #require((page["results"] as? [[String: Any]])?.first)
        let other = try #require((recorded["results"] as? [[String: Any]])?.first)
        #expect(Set(other.keys).isSubset(of: one.keys))
        #expect(Set(one.keys) == SimulatedCourse.fields)
    }

    // MARK: - Asking

    private func site() -> SimulatedSite {
        var options = SimulatedSite.Options()
        options.items = 60
        return SimulatedSite(options)
    }

    private func status(_ site: SimulatedSite, _ list: String) async throws -> Int {
        await site.answer(Self.request(list)).status
    }

    private static func request(_ list: String, _ query: String = "") -> SimulatedRequest {
        SimulatedRequest(
            "GET", Target.root + list, query: query, headers: ["authorization": Target.key, "host": "here"])
    }

    private func page(_ site: SimulatedSite, _ list: String, _ query: String) async throws -> [String: Any] {
        let answer = await site.answer(Self.request(list, query))
        #expect(answer.status == 200)
        return try #require(
            try JSONSerialization.jsonObject(with: Data(answer.text.utf8)) as? [String: Any])
    }
}

private enum JSONText {
    /// `{"detail":…}`
    static func detail(_ text: String) -> String {
        #"{"detail":"\#(text.replacingOccurrences(of: "\"", with: "\\\""))"}"#
    }
}

/// A request that is refused.
struct Refused: Sendable, CustomTestStringConvertible {
    var method = "GET"
    var path = Target.root + "courses/list/"
    var query = ""
    var key: String? = Target.key
    let status: Int
    let detail: String

    var testDescription: String { "\(method) \(path)?\(query)" }
}

/// What is asked for.
enum Target {
    static let root = "/api-2.0/organizations/116724/"
    static let key = "Basic " + Data("udemy-sandbox:udemy-sandbox-secret".utf8).base64EncodedString()
    static let activity = root + "analytics/user-course-activity/"
    static let progress = root + "analytics/user-progress/"
    static let wrongKey = "The client id and secret are not those of an API client."
    static let forbidden = "You do not have permission to perform this action."
}
