import ConnectorKit
import Foundation
import Model
import Store
import StoreTesting
import TestSupport
import Testing

@testable import Console
@testable import Host

@Suite struct AdministrationTests {
    @Test("A token is made, shown once and works, and is of no use once it is revoked")
    func tokens() async throws {
        try await ConsoleSite.with { site in
            let visitor = try await site.visitor()
            let made = try await visitor.post(
                "/tokens", [("name", "Eva"), ("role", "viewer"), ("group", "english"), ("expires", "30")])
            #expect(made.status == 200)
            #expect(made.plain.contains("Eva viewer Group english Feb 14, 2027 active"))
            let text = try #require(made.text.firstMatch(of: #/<code>([^<]+)<\/code>/#)?.1)
            let eva = try await site.visitor(String(text))
            #expect(try await eva.get("/groups/english").status == 200)
            #expect(try await eva.get("/groups/all").status == 404)
            #expect(!(try await visitor.get("/tokens")).text.contains(text))

            let taken = try await visitor.post("/tokens", [("name", "Eva"), ("role", "admin")])
            #expect(taken.status == 409)
            #expect(
                taken.text(ofClass: "error")
                    == "a token called \"Eva\" is in use; revoke it or choose another name")
            #expect(taken.attributes("value", of: "input", where: "id=\"name\"") == ["Eva"])
            let id = try #require(
                try await site.live.current.tokens().first { $0.name == "Eva" }?.id)
            let revoked = try await visitor.done("/tokens/\(id)/revoke")
            #expect(revoked.text(ofClass: "note") == "The token is revoked.")
            #expect(try await eva.get("/").status == 303)
        }
    }

    @Test("The audit trail says in words who did what, with the details behind")
    func audit() async throws {
        try await ConsoleSite.with { site in
            let visitor = try await site.visitor()
            _ = try await visitor.post("/groups/english/name", [("name", "Deutsch")])
            let page = try await visitor.get("/audit")
            #expect(page.plain.contains("Group renamed Details /groups/english Before"))
            #expect(page.plain.contains(#"Before {"name":"Group english"} After {"name":"Deutsch"}"#))
            for path in ["/audit", "/tokens", "/replay"] {
                #expect(try await site.visitor("guest").get(path).status == 403, "\(path)")
                #expect(try await site.visitor("viewer").get(path).status == 403, "\(path)")
            }
            let guest = try await site.visitor("guest").get("/administration")
            #expect(guest.attributes("href", of: "a").contains("/providers"))
            #expect(!guest.attributes("href", of: "a").contains("/tokens"))
        }
    }

    @Test("What was set aside is shown with its reason, and tried again")
    func replay() async throws {
        try await ConsoleSite.with { site in
            let visitor = try await site.visitor()
            #expect(try await visitor.get("/replay").plain.contains("Nothing was set aside."))
            let store = site.live.current.store
            let connection = try #require(try await store.connections().first)
            let content = PushedContent(
                externalReference: "x", title: "Old", description: "", launchURL: "", image: "")
            let job = try await store.accept(
                [PushRow(line: 2, reference: "x", content: .item(.content(content)))], of: connection,
                group: "all", at: site.time.now)
            let entry = try #require(try await store.pushes(of: job, limit: 1).first)
            try await store.leased().record(
                [(entry, .setAside(reason: "the shelf is down"))], at: site.time.now)
            let page = try await visitor.get("/replay")
            #expect(page.plain.contains("push.content x the shelf is down"))
            let done = try await visitor.done("/replay", [("id", "push-\(entry.id.number)")])
            #expect(done.text(ofClass: "note") == "1 was tried again, and is done.")
            let gone = try await visitor.post("/replay", [("id", "push-\(entry.id.number)")])
            #expect(
                gone.text(ofClass: "error") == "no event or push \"push-\(entry.id.number)\" is set aside")
        }
    }

    @Test("A provider is switched off after the number of courses it archives was shown, and on again")
    func switching() async throws {
        try await ConsoleSite.with { site in
            let visitor = try await site.visitor()
            let path = "/groups/english/providers/shelf/switch"
            #expect(try await visitor.get("/providers").attributes("href", of: "a").contains(path))
            #expect(try await visitor.get(path).plain.contains("5 active courses are archived."))
            let off = try await visitor.done(path)
            #expect(off.text(ofClass: "note") == "Shelf is switched off; its courses are archived.")
            #expect(off.plain.contains("Shelf Group english switched off 0 Switch on"))
            #expect(try site.file("english").contains("enabled: false"))
            let on = try await visitor.done(path, [("enabled", "yes")])
            #expect(on.text(ofClass: "note") == "Shelf is switched on.")
            #expect(try await site.visitor("viewer").get(path).status == 403)
        }
    }

    @Test("Without an LMS the page on reconciling says so, and nothing can be started")
    func workspace() async throws {
        try await ConsoleSite.with { site in
            let visitor = try await site.visitor()
            let page = try await visitor.get("/reconcile")
            #expect(page.plain.contains("There is no LMS: results go to the workspace."))
            #expect(page.changingForms == [])
            let refused = try await visitor.post("/reconcile")
            #expect(
                refused.text(ofClass: "error")
                    == "results go to the workspace; there is nothing to reconcile")
            #expect(try await visitor.get("/reconcile/none").status == 404)
        }
    }
}
