import ConnectorKit
import Foundation
import HTTPTypes
import OpenAPITesting
import Testing

@testable import HTTPAPI

@Suite struct APIWorkspaceTests {
    @Test("Paths are made, renamed, ordered and removed, and so are their courses")
    func paths() async throws {
        try await APISite.with { site in
            for name in ["First", "Second", "Third"] {
                #expect(try await site.call(.post, "/paths", body: #"{"name":"\#(name)"}"#).status == 201)
            }
            let moved = try await site.call(.patch, "/paths/3", body: #"{"name":"Zero","position":1}"#)
            #expect(
                moved.text == #"{"id":"3","name":"Zero","position":1,"courses":0,"archived":0}"#)
            #expect(try await site.get("/paths").texts("name") == ["Zero", "First", "Second"])
            #expect(try await site.call(.delete, "/paths/1").status == 204)
            #expect(try await site.get("/paths").items.map { $0["position"]?.double } == [1, 2])

            for id in ["1", "3", "5"] {
                let course = try await site.course(id)
                for _ in 1...2 {
                    let put = try await site.call(.put, "/paths/2/courses/\(course)", body: "{}")
                    #expect(put.status == 200)
                }
            }
            let last = try await site.course("5")
            try await site.call(.put, "/paths/2/courses/\(last)", body: #"{"position":1}"#)
            #expect(try await site.get("/paths/2/courses").texts("externalId") == ["5", "1", "3"])
            #expect(try await site.call(.delete, "/paths/2/courses/\(last)").status == 204)
            #expect(try await site.get("/paths/2/courses").texts("externalId") == ["1", "3"])
        }
    }

    @Test("An archived course stays where it is and cannot be added, and why is said")
    func archived() async throws {
        try await APISite.with { site in
            let course = try await site.course("1")
            let other = try await site.course("3")
            try await site.call(.post, "/paths", body: #"{"name":"P"}"#)
            try await site.call(.put, "/paths/1/courses/\(course)", body: "{}")
            try await site.call(.put, "/groups/english/library/\(course)")
            for id in [course, other] { try await site.call(.put, "/groups/all/courses/\(id)/archive") }
            #expect(
                try await site.get("/paths/1").text
                    == #"{"id":"1","name":"P","position":1,"courses":1,"archived":1}"#)
            #expect(try await site.get("/groups/english/library").texts("id") == [course])
            let again = try await site.call(.put, "/groups/english/library/\(course)")
            #expect(again.status == 200)
            let refused = problem(
                409, "Conflict", "\"Safety first\" is archived (manual), and cannot be added")
            for path in ["/paths/1/courses/", "/groups/english/library/", "/groups/english/catalog/"] {
                let body = path.hasPrefix("/paths") ? "{}" : nil
                #expect(try await site.call(.put, path + other, body: body).json == refused)
            }
            #expect(
                try await site.get("/groups/all/courses/\(course)/launch?user=a@example.com").json
                    == problem(
                        409, "Conflict", "\"Leading teams\" is archived (manual), and cannot be launched"))
        }
    }

    @Test("A course is in the catalog of its own group, and in another's by being shared there")
    func catalogs() async throws {
        try await APISite.with { site in
            let own = try await site.course("1")
            let french = try await site.course("2")
            let path = "/groups/english/catalog"
            let before = try await site.get(path).texts("externalId")
            #expect(Set(before) == ["1", "3", "4", "5", "6"])
            #expect(try await site.get("/groups/english/library").items.isEmpty)
            for _ in 1...2 { #expect(try await site.call(.put, "\(path)/\(french)").status == 200) }
            #expect(Set(try await site.get(path).texts("externalId")) == ["1", "2", "3", "4", "5", "6"])
            #expect(try await site.get(path).items.count == 6)
            #expect(try await site.call(.delete, "\(path)/\(french)").status == 204)
            #expect(try await site.get(path).texts("externalId") == before)
            #expect(
                try await site.call(.delete, "/groups/all/catalog/\(own)").json
                    == problem(
                        409, "Conflict",
                        "\"Leading teams\" is a course of all itself; change its filters or archive it instead"
                    ))
            #expect(
                try await site.call(.put, "\(path)/\(french)", as: "guest").json
                    == problem(404, "Not Found", "there is no course \"\(french)\""))
        }
    }

    @Test("Search ranks names before subjects and subjects before descriptions, and counts what it found")
    func search() async throws {
        try await APISite.with { site in
            let found = try await site.get("/groups/all/search?q=safe&facets=true")
            let ids = found.texts("externalId")
            // What stands in the same place is ranked by each engine in its own way.
            #expect(ids.first == "3" && ids.last == "4" && ids.sorted() == ["2", "3", "4", "5"])
            #expect(
                found.json?["facets"]
                    == JSONValue(
                        json: """
                            {"total":4,
                             "languages":[{"value":"en","count":2},{"value":"en-US","count":1},
                                {"value":"fr","count":1}],
                             "types":[{"value":"course","count":2},{"value":"video","count":2}],
                             "subjects":[{"value":"Safety","count":3},{"value":"Leadership","count":1}],
                             "publishers":[{"value":"Zenith","count":2},{"value":"Acme","count":1}]}
                            """))
            for (query, ids) in [
                ("q=SECURITE", ["2"]), ("q=sec%20trav", ["2"]), ("q=nothing", []), ("q=!", []),
                ("subject=Leadership&publisher=Zenith", ["5"]), ("language=en&type=video", ["3"]),
                ("q=safety&publisher=Acme", ["2"]),
            ] {
                let answer = try await site.get("/groups/all/search?\(query)")
                #expect(answer.texts("externalId") == ids, "\(query)")
                #expect(answer.json?["facets"] == .null)
            }
        }
    }

    @Test("A launch opens one attempt and leads to the course")
    func launch() async throws {
        try await APISite.with { site in
            let course = try await site.course("3")
            let path = "/groups/all/courses/\(course)/launch"
            for user in ["cat@example.com", "CAT@example.com"] {
                let answer = try await site.get("\(path)?user=\(user)")
                #expect(answer.status == 303)
                #expect(answer.headers[.location] == "https://shelf.example/play/3")
            }
            let attempts = try await site.get("/groups/all/attempts?user=cat@example.com")
            #expect(attempts.texts("externalCourseId") == ["3"])
            #expect(attempts.items.first?["progress"] == .number(0))
            #expect(
                try await site.get(path).json == problem(400, "Bad Request", "user: is missing"))
            #expect(
                try await site.get("\(path)?user=cat").json
                    == problem(400, "Bad Request", "user: an e-mail address was expected"))
        }
    }

    @Test("Statistics count the attempts of a course, a learner and a path, as far as a token may see")
    func statistics() async throws {
        try await APISite.with { site in
            let course = try await site.course("1")
            try await site.call(.post, "/paths", body: #"{"name":"P"}"#)
            try await site.call(.put, "/paths/1/courses/\(course)", body: "{}")
            func summary(_ courses: Int, _ learners: Int, _ attempts: Int, _ done: Int) -> String {
                #"{"courses":\#(courses),"learners":\#(learners),"attempts":\#(attempts),"completed":\#(done),"#
                    + #""inProgress":\#(attempts - done),"succeeded":\#(done),"failed":0,"timeSpentInMilliseconds":0}"#
            }
            for (path, token, text) in [
                ("/groups/all/courses/\(course)/statistics", "viewer", summary(1, 2, 2, 1)),
                ("/paths/1/statistics", "viewer", summary(1, 2, 2, 1)),
                ("/learners/Ann@example.com/statistics", "viewer", summary(4, 1, 4, 4)),
                ("/learners/ann@example.com/statistics", "guest", summary(2, 1, 2, 2)),
                ("/learners/nobody@example.com/statistics", "viewer", summary(0, 0, 0, 0)),
            ] {
                #expect(try await site.get(path, as: token).text == text, "\(path) \(token)")
            }
        }
    }

    @Test("Courses and learners are listed by their attempts, page by page, as far as a token may see")
    func activity() async throws {
        try await APISite.with { site in
            func learners(_ query: String, as token: String = "viewer") async throws -> [String] {
                try await site.get("/statistics/learners\(query)", as: token).items.map {
                    "\($0["user"]?.text ?? "") \($0["attempts"]?.integer ?? 0) \($0["completed"]?.integer ?? 0)"
                }
            }
            #expect(try await learners("") == ["ann@example.com 4 4", "bob@example.com 2 0"])
            #expect(try await learners("", as: "guest") == ["ann@example.com 2 2", "bob@example.com 1 0"])
            #expect(try await learners("?user=OB@") == ["bob@example.com 2 0"])
            #expect(try await learners("?user=%25") == [])
            #expect(try await learners("?provider=shelf&from=2026-09-21T15:13:20Z").count == 2)
            #expect(try await learners("?until=2026-09-21T15:13:20Z") == [])
            #expect(try await learners("?from=2026-09-21T15:13:21Z") == [])
            let first = try await site.get("/statistics/courses?limit=3", as: "viewer")
            let next = try #require(first.json?["next"]?.text)
            let second = try await site.get("/statistics/courses?limit=3&cursor=\(next)", as: "viewer")
            let names = (first.items + second.items).compactMap { $0["name"]?.text }
            #expect(names == ["Leading teams", "Leading teams", "Feedback", "Feedback"])
            #expect(second.json?["next"] == .null)
        }
    }

    @Test("What retires names the paths it is in")
    func retiring() async throws {
        try await APISite.with { site in
            let course = try await site.course("6")
            try await site.call(.post, "/paths", body: #"{"name":"Onboarding"}"#)
            try await site.call(.put, "/paths/1/courses/\(course)", body: "{}")
            let retiring = try await site.get("/retiring").items
            #expect(retiring.map { $0["paths"] } == [.list([.text("Onboarding")])])
        }
    }

    @Test("The audit trail says who changed what, how it was and how it is, and no secret")
    func audit() async throws {
        try await APISite.with { site in
            let course = try await site.course("1")
            let made = try await site.call(.post, "/tokens", body: #"{"name":"new","role":"viewer"}"#)
            let secret = try #require(made.json?["token"]?.text)
            try await site.call(.post, "/groups/all/courses/\(course)/tags", body: #"{"tags":["Hot"]}"#)
            try await site.call(.post, "/paths", body: #"{"name":"P"}"#)
            try await site.call(.delete, "/paths/1")
            let trail = try await site.get("/audit")
            #expect(trail.texts("what") == ["removePath", "createPath", "addTags", "createToken"])
            #expect(
                trail.texts("subject") == [
                    "/paths/1", "/paths", "/groups/all/courses/\(course)/tags", "/tokens",
                ])
            #expect(Set(trail.texts("who")) == ["admin (token 1)"])
            #expect(trail.items[0]["after"] == .null)
            #expect(trail.items[0]["before"] == trail.items[1]["after"])
            #expect(trail.items[2]["before"] == .list([.text("Leadership")]))
            #expect(trail.items[2]["after"] == .list([.text("Leadership"), .text("Hot")]))
            #expect(trail.items.allSatisfy { $0["finished"] == .boolean(true) })
            #expect(!trail.text.contains(secret))
        }
    }
}
