import Foundation
import Model
import Store
import Testing

@testable import Console
@testable import Host

@Suite struct CourseSearchTests {
    private static let here = "/groups/all/courses"

    @Test("Archived courses are searched and narrowed down like active ones")
    func archived() async throws {
        try await ConsoleSite.with { site in
            let visitor = try await site.visitor()
            for id in ["2", "3"] {
                _ = try await visitor.post("\(Self.here)/\(try await site.course(id))/archive")
            }
            let page = try await visitor.get(Self.here + "?archived=yes&q=safety")
            #expect(page.plain.contains("2 courses"))
            let french = Self.here + "?q=safety&archived=yes&language=fr"
            #expect(page.attributes("href", of: "a").contains(french.replacing("&", with: "&amp;")))
            let narrowed = try await visitor.get(french)
            #expect(narrowed.plain.contains("1 course "))
            #expect(narrowed.plain.contains("Sécurité au travail archived: by hand"))
            #expect(try await visitor.get(Self.here + "?archived=any").plain.contains("6 courses"))
        }
    }

    @Test("Several courses are archived, lifted, tagged and placed at once, and the search stays")
    func atOnce() async throws {
        try await ConsoleSite.with { site in
            let store = site.live.current.store
            let visitor = try await site.visitor()
            let (one, three) = (try await site.course("1"), try await site.course("3"))
            let chosen = [("course", "\(one)"), ("course", "\(three)")]
            let path = try #require(try await store.addPath(named: "Start"))
            func done(_ fields: [(String, String)]) async throws -> HTMLPage {
                try await visitor.done(Self.here + "/change?archived=any&q=e", chosen + fields)
            }
            let tagged = try await done([("action", "tag"), ("tags", "Hot, New")])
            #expect(tagged.text(ofClass: "note") == "2 courses have the tags now.")
            #expect(tagged.attributes("value", of: "input", where: "name=\"q\"").contains("e"))
            #expect(try await store.course(one, group: "all")?.tags.map(\.name).contains("Hot") == true)
            _ = try await done([("action", "path"), ("path", "\(path.id)")])
            #expect(try await store.courses(ofPath: path.id).map(\.id) == [one, three])
            _ = try await done([("action", "library"), ("target", "english")])
            let library = try await store.courses(in: .library, of: "english", after: 0, limit: 9)
            #expect(library.map(\.id) == [one, three])
            let archived = try await done([("action", "archive")])
            #expect(archived.text(ofClass: "note") == "2 courses are archived by hand.")
            #expect(try await store.course(three, group: "all")?.reasons == .manual)
            let lifted = try await done([("action", "unarchive")])
            #expect(lifted.text(ofClass: "note") == "The archiving by hand was removed from 2 courses.")
            #expect(try await store.course(three, group: "all")?.reasons == [])
        }
    }

    @Test("Without a choice, or with a button that is not there, nothing is done and the search stays")
    func nothing() async throws {
        try await ConsoleSite.with { site in
            let visitor = try await site.visitor()
            for (fields, message) in [
                ([("action", "archive")], "Choose at least one course."),
                ([("action", "tag"), ("course", "1")], "tags: a tag was expected"),
                ([("course", "1")], "action: one of the page's buttons was expected"),
            ] {
                let page = try await visitor.post(Self.here + "/change?q=safety", fields)
                #expect(page.status == 400)
                #expect(page.text(ofClass: "error") == message)
                #expect(page.attributes("value", of: "input", where: "name=\"q\"").contains("safety"))
            }
            let all = try await visitor.get(Self.here + "?q=safety&choose=all")
            #expect(all.tags("input").count { $0.contains(" checked") } == 4)
        }
    }

    @Test("The box at the head of every page finds courses of every group, and one by either id")
    func everywhere() async throws {
        try await ConsoleSite.with { site in
            let visitor = try await site.visitor()
            #expect(try await visitor.get("/runs").attributes("action", of: "form").contains("/search"))
            let found = try await visitor.get("/search?q=safety")
            #expect(found.plain.contains("Group all Safety first"))
            #expect(found.plain.contains("All 3 in Group english"))
            let course = try await site.course("5")
            let named = try await visitor.get("/search?q=\(course)")
            #expect(named.plain.contains("By its id Feedback"))
            #expect(try await visitor.get("/search?q=nonsense").plain.contains("Nothing fits."))
            let guest = try await site.visitor("guest").get("/search?q=travail")
            #expect(guest.plain.contains("Nothing fits."))
        }
    }

    /// Their provider's ids are from 6 on, which none of the few courses has as its own.
    private static let distinct = ConsoleSite.Options(
        items: (1...5).map { #"{"id":\#($0),"lang":"en"}"# } + [
            #"{"id":6,"title":"Twice","lang":"en","type":"course"}"#,
            #"{"id":7,"title":"Une fois","lang":"fr","type":"course"}"#,
        ])

    @Test("A course is named by its provider's id as well, if no course has that as its own")
    func either() async throws {
        try await ConsoleSite.with(Self.distinct) { site in
            let visitor = try await site.visitor()
            let course = try await site.course("7")
            #expect(course < 6)
            #expect(try await visitor.get("/search?q=7").plain.contains("By its id Une fois"))
            for word in ["7", "\(course)"] {
                let page = try await visitor.get("\(Self.here)/\(word)")
                #expect(page.text.contains("<h1>Une fois</h1>"))
                let archived = try await visitor.done("\(Self.here)/\(word)/archive")
                #expect(archived.plain.contains("archived: by hand"))
            }
            // The other group does not have it, under neither id.
            for word in ["7", "\(course)"] {
                let none = try await visitor.get("/groups/english/courses/\(word)")
                #expect(none.text(ofClass: "error") == "Group english has no course \"\(word)\"")
            }
        }
    }

    @Test("A provider's id that courses of several groups have is refused, with their own ids")
    func several() async throws {
        try await ConsoleSite.with(Self.distinct) { site in
            let (all, english) = (try await site.course("6"), try await site.course("6", in: "english"))
            let list = [(all, "Group all"), (english, "Group english")].sorted { $0.0 < $1.0 }
                .map { "\($0.0) (shelf, \($0.1))" }.joined(separator: ", ")
            _ = try await site.live.current.store.addPath(named: "Start")
            let refused = try await site.visitor().post("/paths/1/add", [("course", "6")])
            #expect(
                refused.text(ofClass: "error")
                    == "several courses have the provider's id \"6\": \(list); name one by its own id")
            let guest = try await site.visitor("guest").get("/search?q=6")
            #expect(guest.attributes("href", of: "a").contains("/groups/english/courses/\(english)"))
        }
    }
}
