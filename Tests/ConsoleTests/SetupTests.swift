import ConfigurationFiles
import ConnectorKit
import Foundation
import HTTPTypes
import Testing
import TestSupport

@testable import Console
@testable import Host

/// The set-up of a provider in a new group.
@Suite struct SetupTests {
    private static let connection = [
        ("setting.portal", "https://shelf.example"), ("setting.secret", "pssst"), ("setting.size", ""),
        ("setting.mode", ""),
    ]

    /// Fills in every page but the last.
    private static func fillIn(_ visitor: Visitor) async throws {
        let steps: [(String, [(String, String)])] = [
            ("/setup", [("provider", "shelf")]), ("/setup/connection", connection + [("action", "next")]),
            ("/setup/group", [("name", "New group"), ("id", "new")]),
            ("/setup/filters", [("languages", "en"), ("type", "video"), ("term.subject", "Safety")]),
        ]
        for (path, fields) in steps {
            #expect(try await visitor.post(path, fields).status == 303, "\(path)")
        }
    }

    @Test("Nothing is written before the last page, and then all of it, as the pages said")
    func wholeWay() async throws {
        try await ConsoleSite.with { site in
            let visitor = try await site.visitor()
            try await Self.fillIn(visitor)
            let last = try await visitor.get("/setup/finish")
            #expect(
                last.plain.contains(
                    "Group New group new Languages English Content types Video Subject Safety"))
            #expect(site.live.current.configuration.group("new") == nil)
            #expect(!FileManager.default.fileExists(atPath: site.folder.appending(path: "data/secrets").path))
            let done = try await visitor.done("/setup/finish", [("action", "finish"), ("tags", "yes")])
            #expect(done.text(ofClass: "note") == "Written: providers/new-group.yaml.")
            let file = try site.file("new-group")
            #expect(file.contains("    tags: true"))
            #expect(file.contains("      languages: [en]"))
            #expect(file.contains("      subject: [Safety]"))
            let deployment = site.live.current.configuration.group("new")?.deployment(of: "shelf")
            #expect(deployment?.settings.secret("secret")?.reveal() == "pssst")
            let again = try await visitor.get("/setup/finish")
            #expect(again.headers[.location] == "/setup", "the draft is done with")
        }
    }

    @Test(
        "The pages keep what was entered, back and forth and after signing in again, and never show a secret")
    func backAndForth() async throws {
        try await ConsoleSite.with { site in
            try await Self.fillIn(try await site.visitor())
            let visitor = try await site.visitor()
            let connection = try await visitor.get("/setup/connection")
            #expect(
                connection.attributes("value", of: "input", where: "setting.portal") == [
                    "https://shelf.example"
                ])
            #expect(
                connection.attributes("placeholder", of: "input", where: "setting.secret") == [
                    "is set; leave it empty to keep it"
                ])
            #expect(
                try await visitor.get("/setup/group").attributes("value", of: "input", where: "id=\"id\"")
                    == ["new"])
            let filters = try await visitor.get("/setup/filters")
            #expect(filters.attributes("value", of: "input", where: " checked") == ["en", "video", "Safety"])
            #expect(filters.plain.contains("English 5"))
            #expect(filters.plain.contains("Safety 3"))
            for page in [connection, filters] { #expect(!page.text.contains("pssst")) }
            let kept = try await visitor.post(
                "/setup/connection",
                Self.connection.filter { $0.0 != "setting.secret" } + [("action", "next")])
            #expect(kept.headers[.location] == "/setup/group")
        }
    }

    @Test("A page that is to be filled in before is shown instead of a later one")
    func order() async throws {
        try await ConsoleSite.with { site in
            let visitor = try await site.visitor()
            #expect(try await visitor.get("/setup/finish").headers[.location] == "/setup")
            _ = try await visitor.post("/setup", [("provider", "shelf")])
            #expect(try await visitor.get("/setup/filters").headers[.location] == "/setup/connection")
        }
    }

    @Test("The test says what worked, and what is wrong is told beside its field")
    func test() async throws {
        try await ConsoleSite.with { site in
            let visitor = try await site.visitor()
            _ = try await visitor.post("/setup", [("provider", "shelf")])
            let right = try await visitor.post("/setup/connection", Self.connection + [("action", "test")])
            #expect(
                right.plain.contains(
                    "The connection works The provider is reached. The credentials are accepted. Items there: 7 "
                        + "Among them: Leading teams Sécurité au travail Safety first Budgets Feedback"))
            let wrong = try await visitor.post(
                "/setup/connection", [("setting.portal", "nonsense"), ("action", "next")])
            #expect(wrong.status == 422)
            #expect(
                wrong.attributes("id", of: "p", where: "class=\"error\"") == ["setting.portal-mistake"])
        }
    }

    @Test("A group without an id, or with one that is in use, is not taken")
    func group() async throws {
        try await ConsoleSite.with { site in
            let visitor = try await site.visitor()
            _ = try await visitor.post("/setup", [("provider", "shelf")])
            _ = try await visitor.post("/setup/connection", Self.connection + [("action", "next")])
            let missing = try await visitor.post("/setup/group", [("name", "New")])
            #expect(missing.text(ofClass: "error") == "Enter the group’s ID.")
            #expect(missing.attributes("value", of: "input", where: "id=\"name\"") == ["New"])
            let taken = try await visitor.post("/setup/group", [("id", "english")])
            #expect(taken.status == 409)
            #expect(taken.text(ofClass: "error") == "There is a group with the ID english already.")
        }
    }

    @Test("Only who may change everything sets anything up")
    func rights() async throws {
        try await ConsoleSite.with { site in
            for name in ["viewer", "guest"] {
                let visitor = try await site.visitor(name)
                for path in SetupStep.allCases.map(\.address) {
                    #expect(try await visitor.get(path).status == 403, "\(path)")
                    #expect(try await visitor.post(path).status == 403, "\(path)")
                }
            }
        }
    }

    @Test("A link signs in once, and shows the token for the next time")
    func link() async throws {
        try await ConsoleSite.with { site in
            let host = site.live.current
            let made = try await host.createToken(name: "ann", role: .admin, groups: [], lifetime: nil)
            let path = try await host.link(to: made.token).address(at: "")
            let fetchSite = try #require(HTTPField.Name("Sec-Fetch-Site"))
            let fromMail = try await site.send(.get, path, headers: [fetchSite: "cross-site"])
            #expect(fromMail.changingForms == [path])
            let opened = try await site.send(.post, path, body: "")
            #expect(opened.headers[.location] == "/")
            let cookie = try #require(opened.headers[.setCookie]?.split(separator: ";").first)
            let page = try await site.send(.get, "/", cookie: String(cookie))
            let token = try #require(page.text(ofClass: "note")?.split(separator: " ").last)
            #expect(try await host.token(presented: String(token)) == made.token)
            let again = try await site.send(.get, path)
            #expect(again.status == 410)
            #expect(
                again.text(ofClass: "error")
                    == "This link was opened before or has expired. `tributary token create --link` makes another."
            )
        }
    }
}
