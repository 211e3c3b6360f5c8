import ConnectorKit
import Foundation
import HTTPTypes
import Model
import Store
import Testing

@testable import Console
@testable import Host

@Suite struct PathPageTests {
    @Test(
        "A path is made, filled by a search, several courses at once, renamed, and removed once that was asked"
    )
    func made() async throws {
        try await ConsoleSite.with { site in
            let visitor = try await site.visitor()
            let empty = try await visitor.post("/paths", [("name", "")])
            #expect(empty.status == 400)
            #expect(empty.text(ofClass: "error") == "/name: must not be empty")
            #expect(try await visitor.done("/paths", [("name", "Start")]).text.contains("<h1>Start</h1>"))

            let (one, three) = (try await site.course("1"), try await site.course("3"))
            let found = try await visitor.get("/paths/1?from=all&find=first")
            #expect(found.attributes("value", of: "input", where: "name=\"course\"") == ["\(three)"])
            let both = [("course", "\(three)"), ("course", "\(one)")]
            let added = try await visitor.done("/paths/1/add", both)
            #expect(added.text(ofClass: "note") == "2 courses were added.")
            let again = try await visitor.get("/paths/1?from=all&find=first")
            #expect(again.plain.contains("Safety first is here already"))
            #expect(try await visitor.get("/paths/1?from=all&find=\(one)").plain.contains("Leading teams"))
            let none = try await visitor.post("/paths/1/add", [("course", "99")])
            #expect(none.text(ofClass: "error") == "there is no course \"99\"")

            #expect(try await visitor.done("/paths/1/name", [("name", "Go")]).text.contains("<h1>Go</h1>"))
            #expect(try await visitor.get("/paths/1").changingForms.allSatisfy { !$0.hasSuffix("/remove") })
            let asked = try await visitor.get("/paths/1/remove")
            #expect(asked.plain.contains("2 courses are in it; they stay where else they are."))
            #expect(try await visitor.done("/paths/1/remove").plain.contains("There is no path yet."))
        }
    }

    @Test("A course is moved by keys, and the focus stays on the button that was used")
    func moved() async throws {
        try await ConsoleSite.with { site in
            let store = site.live.current.store
            let visitor = try await site.visitor()
            let path = try #require(try await store.addPath(named: "Start"))
            let courses = [
                try await site.course("1"), try await site.course("3"), try await site.course("5"),
            ]
            for id in courses { _ = try await store.place(id, inPath: path.id, at: nil) }
            func move(_ course: Int64, to position: Int, _ way: String) async throws -> [String] {
                let answer = try await visitor.post(
                    "/paths/1/place",
                    [("course", "\(course)"), ("position", "\(position)"), ("way", way)])
                let address = try #require(answer.headers[.location])
                #expect(address.hasSuffix("#course-\(course)"))
                return try await visitor.get(String(address.prefix { $0 != "#" }))
                    .attributes("aria-label", of: "button", where: " autofocus")
            }
            #expect(try await move(courses[2], to: 2, "up") == ["Move Feedback up"])
            // There is no way further up.
            #expect(try await move(courses[2], to: 1, "up") == ["Move Feedback down"])
            #expect(try await store.courses(ofPath: 1).map(\.id) == [courses[2], courses[0], courses[1]])
            let refused = try await visitor.post("/paths/1/place", [("course", "\(courses[0])")])
            #expect(refused.text(ofClass: "error") == "/position: a whole number was expected")
        }
    }

    @Test("How far each learner has come on a path is shown, who completed most first")
    func learners() async throws {
        try await ConsoleSite.with { site in
            let store = site.live.current.store
            let path = try #require(try await store.addPath(named: "Start"))
            for id in ["1", "5"] {
                _ = try await store.place(try await site.course(id), inPath: path.id, at: nil)
            }
            let page = try await site.visitor().get("/paths/1/learners")
            #expect(page.plain.contains("ann@example.com 2 of 2 2 100%"))
            #expect(page.plain.contains("bob@example.com 0 of 2 1 0%"))
            #expect(page.attributes("href", of: "a").contains("/statistics?user=ann%40example.com"))
            let empty = try #require(try await store.addPath(named: "Empty"))
            let none = try await site.visitor().get("/paths/\(empty.id)/learners")
            #expect(none.plain.contains("Nobody has begun a course of this path."))
        }
    }
}
