import Foundation
import HTTPTesting
import HTTPTypes
import Testing

@testable import Console

@Suite struct RunPageTests {
    @Test("A held listing is looked into before it is accepted, and then holds nothing any more")
    func held() async throws {
        try await ConsoleSite.with { site in
            let visitor = try await site.visitor()
            site.shelf.items = [site.shelf.items[0]]
            try await sync(visitor, [("kind", "catalog")])
            let overview = try await visitor.get("/")
            #expect(overview.plain.contains("Held: Shelf"))
            #expect(overview.changingForms == [])
            #expect(overview.attributes("href", of: "a").contains("/runs/3/held"))
            let run = try await visitor.get("/runs/3")
            #expect(run.plain.contains("Nothing is archived until you accept it."))

            let held = try await visitor.get("/runs/3/held")
            #expect(held.plain.contains("The provider no longer lists 9 active courses."))
            #expect(held.plain.contains("Safety first Group english"))
            #expect(!held.plain.contains("Leading teams"))
            #expect(held.changingForms == ["/groups/all/providers/shelf/sync"])
            #expect(try await site.visitor("viewer").get("/runs/3/held").changingForms == [])
            let guest = try await site.visitor("guest").get("/runs/3/held")
            #expect(guest.plain.contains("no longer lists 4 active courses."))
            #expect(!guest.text.contains("Group all"))

            try await sync(visitor, [("kind", "catalog"), ("acceptShrink", "yes")])
            #expect(!(try await visitor.get("/")).plain.contains("Held:"))
            let after = try await visitor.get("/runs/3/held")
            #expect(after.status == 409)
            #expect(
                after.text(ofClass: "error") == "run 3 holds nothing any more: run 4 came after it")
            #expect(
                try await visitor.get("/runs/4/held").text(ofClass: "error") == "run 4 holds no listing")
        }
    }

    @Test("Skipped items are grouped by their reason, and each number opens its items")
    func skipped() async throws {
        let unnamed = (2...3).map { #"{"id":\#($0),"lang":"en","type":"course"}"# }
        let more = #"{"title":"Nobody","lang":"en","type":"course"}"#
        let options = ConsoleSite.Options(items: [#"{"id":1,"title":"One"}"#] + unnamed + [more])
        try await ConsoleSite.with(options) { site in
            let visitor = try await site.visitor()
            let page = try await visitor.get("/runs/1")
            #expect(page.plain.contains("It did all of its work."))
            #expect(page.plain.contains("Reason Items no title 2 no id 1"))
            #expect(!page.text.contains("<code>2</code>"))
            let link = try #require(
                page.attributes("href", of: "a").first { $0.hasSuffix("reason=no%20title#items") })
            let items = try await visitor.get(String(link.prefix { $0 != "#" }))
            #expect(items.text.contains("<li><code>2</code></li>\n<li><code>3</code></li>"))
            #expect(!items.text.contains("<li><code>4</code></li>"))
        }
    }

    /// Syncs the shelf, and waits for its end.
    private func sync(_ visitor: Visitor, _ fields: [(String, String)]) async throws {
        let answer = try await visitor.post("/groups/all/providers/shelf/sync", fields)
        _ = try await visitor.get((answer.headers[.location] ?? "") + "/events")
    }
}
