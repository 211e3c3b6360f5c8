import ConfigurationFiles
import ConnectorKit
import Foundation
import HTTPTesting
import HTTPTypes
import Model
import Store
import StoreTesting
import Testing
import TestSupport

@testable import Console
@testable import Host

@Suite struct DeploymentFormTests {
    private static let here = "/groups/english/providers/shelf"
    /// The settings form as the page shows it.
    private static let unchanged = [
        ("setting.portal", "https://shelf.example"), ("setting.secret", ""), ("setting.size", ""),
        ("setting.mode", ""), ("enabled", "yes"), ("schedule.catalog", "07:40"), ("schedule.stats", "08:00"),
        ("schedule.changes", "no"),
    ]

    private static func form(_ changes: [String: String]) -> [(String, String)] {
        unchanged.map { ($0.0, changes[$0.0] ?? $0.1) }
    }

    @Test(
        "What the provider declares is shown in the reader's language, and as declared if it has no such text"
    )
    func translated() async throws {
        try await ConsoleSite.with { site in
            let visitor = try await site.visitor()
            func shown(_ tab: String, in language: String) async throws -> String {
                try await site.send(
                    .get, Self.here + tab, cookie: visitor.cookie, headers: [.acceptLanguage: language]
                ).text
            }
            let german = try await shown("/settings", in: "de-AT")
            #expect(german.contains("Portal-Adresse"))
            #expect(german.contains("Wo es ist."))
            #expect(german.contains("How many at a time."))
            #expect(try await shown("", in: "de").contains("Hier ändert sich nie etwas."))
            #expect(try await shown("", in: "fr").contains("Nothing ever changes."))
        }
    }

    @Test("Filters are previewed without being set, with the overlap they would make")
    func preview() async throws {
        try await ConsoleSite.with { site in
            let visitor = try await site.visitor()
            let before = try site.file("english")
            let page = try await visitor.post(
                Self.here + "/types", [("type", "video"), ("action", "preview")])
            #expect(page.status == 200)
            #expect(
                page.text(ofClass: "good")
                    == "Saved, these filters would archive 4 courses and make 0 active again or new. Nothing is changed yet."
            )
            #expect(
                page.text(ofClass: "overlap")
                    == "Overlap then: 1 course with Group all. They count twice in statistics. Why?")
            #expect(page.attributes("value", of: "input", where: " checked") == ["video"])
            #expect(try site.file("english") == before)
        }
    }

    @Test("Words of a vocabulary are chosen by boxes with their counts, and others are typed")
    func words() async throws {
        try await ConsoleSite.with { site in
            let visitor = try await site.visitor()
            let form = try await visitor.get(Self.here + "/types")
            #expect(form.plain.contains("Safety 3"))
            #expect(form.plain.contains("Leadership 2"))
            let page = try await visitor.post(
                Self.here + "/types",
                [("term.subject", "Safety"), ("term.subject", "Cooking\r\n\r\n"), ("action", "preview")])
            #expect(page.attributes("value", of: "input", where: " checked") == ["Safety"])
            #expect(
                page.text(ofClass: "good")
                    == "Saved, these filters would archive 3 courses and make 0 active again or new. Nothing is changed yet."
            )
            _ = try await visitor.post(
                Self.here + "/types",
                [
                    ("term.subject", "Safety"), ("term.subject", "Cooking"), ("action", "confirm"),
                    ("confirmed", "3"),
                ])
            #expect(try site.file("english").contains("subject: [Safety, Cooking]"))
        }
    }

    @Test("Saved filters change their values in the file and nothing else of it, and are in force")
    func save() async throws {
        try await ConsoleSite.with { site in
            let visitor = try await site.visitor()
            let before = try site.file("english")
            let page = try await visitor.done(
                Self.here + "/languages", [("languages", "en"), ("other", "fr"), ("action", "save")])
            #expect(
                page.text(ofClass: "note")
                    == "The filters are in force: 0 archived, 1 active again or new.")
            #expect(
                try site.file("english")
                    == before.replacing("languages: [en]", with: "languages: [en, fr]"))
            #expect(page.plain.contains("Overlap: 6 courses with Group all."))
        }
    }

    @Test(
        "A change that archives more than a tenth is made after a question with the number, and undone by a button"
    )
    func confirmAndUndo() async throws {
        try await ConsoleSite.with { site in
            let visitor = try await site.visitor()
            let before = try site.file("english")
            let asked = try await visitor.post(
                Self.here + "/languages", [("languages", "fr"), ("action", "save")])
            #expect(asked.status == 200)
            #expect(asked.text(ofClass: "error") == "This archives 5 courses at once.")
            #expect(asked.attributes("value", of: "input", where: "name=\"confirmed\"") == ["5"])
            #expect(try site.file("english") == before)
            let stale = try await visitor.post(
                Self.here + "/languages", [("languages", "fr"), ("action", "confirm"), ("confirmed", "4")])
            #expect(stale.status == 200)
            let page = try await visitor.done(
                Self.here + "/languages", [("languages", "fr"), ("action", "confirm"), ("confirmed", "5")])
            #expect(
                page.text(ofClass: "note")
                    == "The filters are in force: 5 archived, 1 active again or new.")
            #expect(page.changingForms == [Self.here + "/undo", Self.here + "/languages"])
            let undone = try await visitor.done(Self.here + "/undo")
            #expect(
                undone.text(ofClass: "note")
                    == "The former filters are in force: 1 archived, 5 active again or new.")
            #expect(!undone.changingForms.contains(Self.here + "/undo"))
            #expect(try site.file("english") == before)
        }
    }

    @Test(
        "Languages are offered by name with how many items are in them, and one that nothing is in is warned of"
    )
    func languages() async throws {
        try await ConsoleSite.with { site in
            let visitor = try await site.visitor()
            let page = try await visitor.get(Self.here + "/languages")
            #expect(page.plain.contains("English 5 English (United States) 1 French 1"))
            #expect(page.attributes("value", of: "input", where: " checked") == ["en"])
            let warned = try await visitor.post(
                Self.here + "/languages", [("languages", "en"), ("other", "tlh"), ("action", "preview")])
            #expect(warned.text(ofClass: "overlap") == "Nothing that the provider offers is in: Klingon.")
        }
    }

    @Test("A filter that is none is told beside the field, with what was typed")
    func wrongFilter() async throws {
        try await ConsoleSite.with { site in
            let visitor = try await site.visitor()
            let before = try site.file("english")
            for action in ["preview", "save"] {
                let page = try await visitor.post(
                    Self.here + "/languages", [("languages", "en"), ("other", "xx-"), ("action", action)])
                #expect(page.status == 400)
                #expect(
                    page.text(ofClass: "error")
                        == "\"xx-\" is no language tag; a BCP 47 tag such as en or pt-BR was expected")
                #expect(page.attributes("value", of: "input", where: " checked") == ["en", "xx-"])
            }
            #expect(try site.file("english") == before)
        }
    }

    @Test("A form that is sent as it was shown changes no byte")
    func unchanged() async throws {
        try await ConsoleSite.with { site in
            let before = try site.file("english")
            let page = try await site.visitor().done(Self.here + "/settings", Self.unchanged)
            #expect(page.text(ofClass: "note") == "Nothing was changed.")
            #expect(try site.file("english") == before)
        }
    }

    @Test("A setting is written into its line, and in force; emptied, its default holds again")
    func settings() async throws {
        try await ConsoleSite.with { site in
            let visitor = try await site.visitor()
            let before = try site.file("english")
            let page = try await visitor.done(
                Self.here + "/settings",
                Self.form(["setting.portal": "https://other.example", "setting.secret": "hush"]))
            #expect(page.text(ofClass: "note") == "providers/english.yaml is changed, and in force.")
            #expect(
                try site.file("english")
                    == before.replacing("https://shelf.example ", with: "https://other.example "))
            _ = try await visitor.done(
                Self.here + "/settings",
                Self.form([
                    "setting.portal": "https://shelf.example", "setting.size": "20",
                    "setting.secret": "hush",
                ]))
            #expect(try site.file("english").contains("size: 20"))
            _ = try await visitor.done(Self.here + "/settings", Self.unchanged)
            #expect(try !site.file("english").contains("size:"))
        }
    }

    @Test("What is wrong with a setting is told beside it, all at once, and nothing is written")
    func mistakes() async throws {
        try await ConsoleSite.with { site in
            let before = try site.file("english")
            let page = try await site.visitor().post(
                Self.here + "/settings", Self.form(["setting.portal": "nonsense", "setting.size": "99"]))
            #expect(page.status == 422)
            #expect(
                page.attributes("id", of: "p", where: "class=\"error\"") == [
                    "setting.portal-mistake", "setting.size-mistake",
                ])
            #expect(page.texts(ofClass: "error").first?.hasPrefix("portal is \"nonsense\": ") == true)
            #expect(page.attributes("value", of: "input", where: "setting.portal") == ["nonsense"])
            #expect(try site.file("english") == before)
        }
    }

    @Test("Another address asks for the secret again, beside its field")
    func address() async throws {
        try await ConsoleSite.with { site in
            let before = try site.file("english")
            let page = try await site.visitor().post(
                Self.here + "/settings", Self.form(["setting.portal": "https://other.example"]))
            #expect(page.status == 422)
            #expect(
                page.attributes("id", of: "p", where: "class=\"error\"") == ["setting.secret-mistake"])
            #expect(
                page.text(ofClass: "error")
                    == "enter the secret \"secret\" again with another address (portal)")
            #expect(try site.file("english") == before)
        }
    }

    @Test("An address of this machine or of a private network is refused beside its field")
    func privateAddress() async throws {
        try await ConsoleSite.with { site in
            let before = try site.file("english")
            for url in ["http://127.1:8360", "https://localhost", "https://[::ffff:7f00:1]"] {
                let page = try await site.visitor().post(
                    Self.here + "/settings", Self.form(["setting.portal": url, "setting.secret": "hush"]))
                #expect(page.status == 422)
                #expect(
                    page.attributes("id", of: "p", where: "class=\"error\"") == ["setting.portal-mistake"])
                #expect(
                    page.text(ofClass: "error")
                        == "portal is \"\(url)\": an address of this machine or of a private network, which only a "
                        + "person may write into the file by hand; `network: private` in the host's file opens it"
                )
            }
            #expect(try site.file("english") == before)
        }
    }

    @Test("A secret is never sent back, is kept where it is left empty, and goes to a file of its own")
    func secrets() async throws {
        try await ConsoleSite.with { site in
            let visitor = try await site.visitor()
            #expect(!(try await visitor.get(Self.here)).text.contains("hush"))
            let refused = try await visitor.post(
                Self.here + "/settings",
                Self.form(["setting.secret": "new-hush", "setting.size": "99"]))
            #expect(!refused.text.contains("hush"))
            let page = try await visitor.done(
                Self.here + "/settings", Self.form(["setting.secret": "new-hush"]))
            #expect(!page.text.contains("hush"))
            #expect(try !site.file("english").contains("hush"))
            #expect(try site.file("english").contains("${file:"))
            let deployment = site.live.current.configuration.group("english")?.deployment(of: "shelf")
            #expect(deployment?.settings.secret("secret")?.reveal() == "new-hush")
        }
    }

    @Test("A provider is set up in a group by the same form, and what is missing is told")
    func setUp() async throws {
        try await ConsoleSite.with { site in
            let visitor = try await site.visitor()
            #expect(
                try await visitor.get("/").attributes("href", of: "a").contains(
                    "/groups/english/providers/post"))
            let page = try await visitor.done(
                "/groups/english/providers/post/settings", [("enabled", "yes"), ("schedule.changes", "no")])
            #expect(page.text.contains("<h1>Post in Group english</h1>"))
            #expect(site.live.current.configuration.group("english")?.deployment(of: "post") != nil)
        }
    }

    @Test(
        "Credentials that are refused are not saved, unless that is asked for; the secret need not be entered again"
    )
    func refusedCredentials() async throws {
        try await ConsoleSite.with { site in
            let visitor = try await site.visitor()
            let before = try site.file("english")
            let refused = try await visitor.post(
                Self.here + "/settings", Self.form(["setting.secret": "wrong"]) + [("action", "save")])
            #expect(
                refused.plain.contains(
                    "The connection does not work The provider is reached. The credentials are refused."))
            #expect(try site.file("english") == before)
            let saved = try await visitor.done(
                Self.here + "/settings", Self.unchanged + [("action", "anyway")])
            #expect(saved.text(ofClass: "note") == "providers/english.yaml is changed, and in force.")
            // The old connection's success says nothing of the new one.
            #expect(saved.plain.contains("Not tried yet"))
            let deployment = site.live.current.configuration.group("english")?.deployment(of: "shelf")
            #expect(deployment?.settings.secret("secret")?.reveal() == "wrong")
        }
    }

    @Test("The tags switch is written into the file, and says when it takes effect")
    func tags() async throws {
        try await ConsoleSite.with { site in
            let page = try await site.visitor().done(Self.here + "/tags")
            #expect(
                page.text(ofClass: "note")
                    == "The provider’s tags are removed with the next sync; tags added by hand stay.")
            #expect(try site.file("english").contains("tags: false"))
        }
    }

    @Test("A sync is begun by a form, and its page follows it and then tells its runs")
    func sync() async throws {
        try await ConsoleSite.with { site in
            let visitor = try await site.visitor()
            let answer = try await visitor.post(Self.here + "/sync", [("kind", "catalog")])
            #expect(answer.status == 303)
            let address = try #require(answer.headers[.location])
            let events = try await visitor.get(address + "/events")
            #expect(events.headers[.contentType] == "text/event-stream")
            #expect(events.text.contains("event: sync\n"))
            let page = try await visitor.get(address)
            #expect(page.plain.contains("It has ended."))
            #expect(page.texts(ofClass: "badge done").count == 1)
        }
    }

    @Test("A form without the token of the session does nothing, whoever sends it")
    func forged() async throws {
        try await ConsoleSite.with { site in
            let visitor = try await site.visitor()
            let other = try await site.visitor("viewer").get("/").formToken
            let before = try site.file("english")
            for token in ["", "nonsense", other] {
                let page = try await site.send(
                    .post, Self.here + "/languages", cookie: visitor.cookie,
                    body: "form=\(token)&languages=fr&action=save")
                #expect(page.status == 403)
                #expect(
                    page.text(ofClass: "error")
                        == "this form was not sent from a page of yours, or the page is too old; open it again"
                )
            }
            #expect(try site.file("english") == before)
        }
    }

    @Test("A viewer changes nothing, whatever is sent")
    func viewer() async throws {
        try await ConsoleSite.with { site in
            let course = try await site.course("1")
            let visitor = try await site.visitor("viewer")
            let before = try site.file("english")
            for (path, fields) in [
                (Self.here + "/languages", [("languages", "fr"), ("action", "save")]),
                (Self.here + "/tags", []),
                (Self.here + "/settings", [("setting.portal", "https://x.example")]),
                (Self.here + "/sync", [("kind", "all")]), ("/paths", [("name", "A")]),
                ("/groups/all/courses/\(course)/archive", []),
                ("/groups/all/courses/\(course)/tags", [("tags", "A")]),
                ("/push", [("target", "post english"), ("action", "send")]),
            ] {
                let page = try await visitor.post(path, fields)
                #expect(page.status == 403, "\(path)")
                #expect(page.text(ofClass: "error") == "this token may not change anything", "\(path)")
            }
            #expect(try site.file("english") == before)
        }
    }
}
