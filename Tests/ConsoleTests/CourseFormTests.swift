import Foundation
import Model
import Store
import Testing

@testable import Console
@testable import Host

@Suite struct CourseFormTests {
    @Test("Tags are put on a course and taken off, and who did it is in the audit trail")
    func tags() async throws {
        try await ConsoleSite.with { site in
            let here = "/groups/all/courses/\(try await site.course("1"))"
            let visitor = try await site.visitor()
            let added = try await visitor.done(here + "/tags", [("tags", "Onboarding, New ")])
            #expect(added.text(ofClass: "note") == "The course has Onboarding, New now.")
            #expect(added.text.contains("<li>Onboarding <small>added by hand</small>"))
            #expect(added.text.contains("<li>Leadership <small>from the provider</small></li>"))
            #expect(try await visitor.get(here).text(ofClass: "note") == nil)

            let removed = try await visitor.done(here + "/untag", [("tag", "New")])
            #expect(!removed.text.contains("<li>New <small>"))
            let refused = try await visitor.post(here + "/untag", [("tag", "Leadership")])
            #expect(refused.status == 409)
            let trail = try await site.live.current.store.audit(before: .max, limit: 10)
            #expect(trail.map(\.what) == ["removeTag", "addTags"])
            #expect(trail.allSatisfy { $0.who.hasPrefix("admin (token ") })
        }
    }

    @Test("A course is archived by hand and back, and says why it is what it is")
    func archive() async throws {
        try await ConsoleSite.with { site in
            let here = "/groups/all/courses/\(try await site.course("1"))"
            let visitor = try await site.visitor()
            let archived = try await visitor.done(here + "/archive")
            #expect(archived.plain.contains("archived: by hand"))
            #expect(archived.plain.contains("manual: a person archived it"))
            let back = try await visitor.done(here + "/unarchive")
            #expect(back.text(ofClass: "note") == "The course is active again.")
        }
    }

    @Test("A learner is launched into a course, and a wrong address is told beside the field")
    func launch() async throws {
        try await ConsoleSite.with { site in
            let here = "/groups/all/courses/\(try await site.course("3"))"
            let visitor = try await site.visitor()
            let refused = try await visitor.post(here + "/launch", [("user", "nobody")])
            #expect(refused.status == 400)
            #expect(refused.text(ofClass: "error") == "user: an e-mail address was expected")
            #expect(refused.attributes("value", of: "input", where: "id=\"user\"") == ["nobody"])
            let open = try await visitor.done(here + "/launch", [("user", "ann@example.com")])
            #expect(open.text.contains("<td>ann@example.com</td>"))
        }
    }

    @Test("A facet narrows a search down, and takes itself out again; pages follow each other")
    func facets() async throws {
        try await ConsoleSite.with { site in
            let visitor = try await site.visitor()
            let all = try await visitor.get("/groups/all/courses?q=safety")
            #expect(all.text(ofClass: "aside") == "4 courses" || all.plain.contains("4 courses"))
            let link = "/groups/all/courses?q=safety&amp;type=video"
            #expect(all.attributes("href", of: "a").contains(link))
            let narrow = try await visitor.get(link.replacing("&amp;", with: "&"))
            #expect(narrow.plain.contains("Safety first"))
            #expect(!narrow.plain.contains("Budgets"))
            #expect(
                narrow.attributes("href", of: "a", where: "aria-current=\"true\"") == [
                    "/groups/all/courses?q=safety"
                ])
        }
    }
}
