import Foundation
import Model
import Store
import Testing

@testable import Console
@testable import Host

@Suite struct GroupPageTests {
    @Test("A group is renamed in its file, of which every other byte stays")
    func rename() async throws {
        try await ConsoleSite.with { site in
            let before = try site.file("english")
            let visitor = try await site.visitor()
            let renamed = try await visitor.done("/groups/english/name", [("name", "English UK")])
            #expect(renamed.text(ofClass: "note") == "The group is called “English UK”.")
            #expect(
                try site.file("english")
                    == before.replacing("name: Group english", with: "name: English UK"))
            let literal = try await visitor.done("/groups/english/name", [("name", "My ${HOME}")])
            #expect(literal.text.contains("<h1>My ${HOME}</h1>"))
            let refused = try await visitor.post("/groups/english/name", [("name", "")])
            #expect(refused.status == 400)
            #expect(refused.text(ofClass: "error") == "/name: must not be empty")
        }
    }

    @Test("A group is removed after the number of courses it archives was shown, and its file is kept")
    func remove() async throws {
        try await ConsoleSite.with { site in
            let visitor = try await site.visitor()
            let asked = try await visitor.get("/groups/english/remove")
            #expect(asked.plain.contains("5 active courses are archived."))
            let file = try site.file("english")
            let removed = try await visitor.done("/groups/english/remove")
            #expect(
                removed.text(ofClass: "note")
                    == "“Group english” is removed. Its file is kept as providers/english.yaml.removed.")
            #expect(try await visitor.get("/groups/english").status == 404)
            let kept = site.folder.appending(path: "providers/english.yaml.removed")
            #expect(try String(contentsOf: kept, encoding: .utf8) == file)
            let course = try await site.live.current.store.course(
                externalID: "1", provider: "shelf", group: "english")
            #expect(course?.reasons == .disabled)
            let trail = try await site.live.current.store.audit(before: .max, limit: 1)
            #expect(trail.map(\.what) == ["removeGroup"])
        }
    }

    @Test("Who is limited to a group renames it, and cannot remove it")
    func limited() async throws {
        try await ConsoleSite.with { site in
            let guest = try await site.visitor("guest")
            #expect(try await guest.get("/groups/english").changingForms == ["/groups/english/name"])
            let refused = try await guest.post("/groups/english/remove")
            #expect(refused.status == 403)
            #expect(
                refused.text(ofClass: "error")
                    == "this token is limited to groups, and this concerns all of them")
            #expect(try await guest.get("/groups/all").status == 404)
        }
    }

    @Test("Courses are found, put into a library and a catalog of another group, and taken out again")
    func collections() async throws {
        try await ConsoleSite.with { site in
            let visitor = try await site.visitor()
            let (one, two) = (try await site.course("1"), try await site.course("2"))
            for (place, title) in [("library", "Library"), ("catalog", "Catalogue")] {
                let here = "/groups/english/\(place)"
                let found = try await visitor.get(here + "?from=all&find=safety")
                #expect(found.plain.contains("Sécurité au travail"))
                #expect(found.attributes("value", of: "input", where: "name=\"course\"").contains("\(two)"))
                let none = try await visitor.post(here + "/add")
                #expect(none.text(ofClass: "error") == "Choose at least one course.")

                _ = try await visitor.post("/groups/all/courses/\(one)/archive")
                let some = try await visitor.done(
                    here + "/add", [("course", "\(one)"), ("course", "\(two)")])
                #expect(
                    some.text(ofClass: "note")
                        == "1 course was added. 1 was refused: \"Leading teams\" is archived (manual), and cannot be added"
                )
                #expect(some.text.contains("<h1>\(title) of Group english</h1>"))
                #expect(some.text.contains("> Sécurité au travail</label>"))
                let out = try await visitor.done(here + "/take", [("course", "\(two)")])
                #expect(out.text(ofClass: "note") == "1 course was removed from here.")
                #expect(!out.text.contains("Sécurité au travail"))
            }
            let refused = try await visitor.post("/groups/english/library/add", [("course", "\(one)")])
            #expect(refused.status == 409)
        }
    }

    @Test("A shared course of a group that a visitor may not see is named without its group")
    func shared() async throws {
        try await ConsoleSite.with { site in
            let course = try #require(
                try await site.live.current.store.course(externalID: "2", provider: "shelf", group: "all"))
            _ = try await site.live.current.store.place(course, in: .library, of: "english")
            let page = try await site.visitor("guest").get("/groups/english/library")
            #expect(page.plain.contains("Sécurité au travail another group"))
            #expect(!page.text.contains("Group all"))
            #expect(!page.text.contains("/groups/all/"))
        }
    }
}
