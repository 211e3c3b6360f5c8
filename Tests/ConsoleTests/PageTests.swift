import Foundation
import HTTPAPI
import HTTPTypes
import Model
import Store
import Testing

@testable import Console
@testable import Host

@Suite struct PageTests {
    /// Every page, with what its title says.
    static let pages: [(path: String, heading: String)] = [
        ("/", "Overview"), ("/overlaps", "Overlaps"), ("/overlaps/likely", "Overlaps"),
        ("/groups/english", "Group english"),
        ("/groups/english/catalog", "Catalogue of Group english"),
        ("/groups/english/library", "Library of Group english"),
        ("/groups/english/courses", "Courses of Group english"),
        ("/groups/english/courses?q=safety&type=video&archived=any", "Courses of Group english"),
        ("/groups/english/courses/COURSE", "Leading teams"),
        ("/groups/english/providers/shelf", "Shelf in Group english"), ("/paths", "Paths"),
        ("/paths/1", "First"), ("/paths/1/learners", "Learners of First"), ("/statistics", "Statistics"),
        ("/statistics?group=english&provider=shelf&from=2026-01-01&to=2026-12-31", "Statistics"),
        ("/statistics/courses", "Courses"), ("/statistics/learners?user=ann", "Learners"),
        ("/statistics/learner?user=ann@example.com", "ann@example.com"), ("/retiring", "Retiring"),
        ("/retiring?past=true", "Retiring"), ("/search?q=safety", "Find courses"), ("/push", "Push"),
        ("/administration", "Administration"), ("/providers", "Providers"), ("/runs", "Runs"),
        ("/runs/1", "Run 1: Catalogue of Shelf"),
    ]

    static let policy =
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
        + "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

    @Test("Every page is there for admins and viewers, sound, labelled, and loads nothing of other hosts")
    func everyPage() async throws {
        try await ConsoleSite.with { site in
            let host = site.live.current
            let path = try #require(try await host.store.addPath(named: "First"))
            let course = try await site.course("1", in: "english")
            _ = try await host.store.place(course, inPath: path.id, at: nil)
            for name in ["admin", "viewer", "guest"] {
                let visitor = try await site.visitor(name)
                for (path, heading) in Self.pages {
                    let page = try await visitor.get(path.replacing("COURSE", with: "\(course)"))
                    #expect(page.status == 200, "\(path)")
                    #expect(page.text.contains("<h1>\(heading)</h1>"), "\(path)")
                    #expect(page.fault == nil, "\(path)")
                    #expect(page.unlabelled == [], "\(path)")
                    #expect(
                        page.loaded.allSatisfy {
                            $0.hasPrefix("/assets/") || $0.hasSuffix("/image") || $0 == "data:,"
                        }, "\(path)")
                    #expect(!page.text.contains("style="), "\(path)")
                    #expect(page.headers[.contentSecurityPolicy] == Self.policy)
                    #expect(
                        page.headers.contains { $0.name.rawName == "X-Frame-Options" && $0.value == "DENY" })
                    #expect(page.headers[.cacheControl] == "no-store")
                    if name == "viewer" { #expect(page.changingForms == [], "\(path)") }
                }
            }
        }
    }

    @Test("Every form of an admin leads somewhere, and every link of every page to a page")
    func links() async throws {
        try await ConsoleSite.with { site in
            let host = site.live.current
            _ = try await host.store.addPath(named: "First")
            let course = try await site.course("1")
            _ = try await host.store.place(course, inPath: 1, at: nil)
            let visitor = try await site.visitor()
            var waiting = ["/"]
            var seen: Set = ["/"]
            while let path = waiting.popLast() {
                var page = try await visitor.get(path)
                if page.status == 303 { page = try await visitor.get(page.headers[.location] ?? "") }
                #expect(page.status == 200, "\(path)")
                for link in page.attributes("href", of: "a") {
                    let address = link.replacing("&amp;", with: "&").split(separator: "#").first.map(
                        String.init)
                    guard let address, address.hasPrefix("/"), seen.count < 300 else { continue }
                    if seen.insert(address).inserted { waiting.append(address) }
                }
                let known = Set(PageRoute.all.filter { $0.method == .post }.map { $0.path.pattern })
                for action in page.changingForms { #expect(known.contains(action.pattern), "\(action)") }
            }
            #expect(seen.count > 30)
        }
    }

    @Test("A token that is limited to groups sees nothing of the others")
    func limits() async throws {
        try await ConsoleSite.with { site in
            let other = try await site.course("1")
            let visitor = try await site.visitor("guest")
            for path in [
                "/groups/all/courses", "/groups/all/courses/\(other)", "/groups/all/providers/shelf",
                "/groups/nowhere/courses",
            ] {
                #expect(try await visitor.get(path).status == 404, "\(path)")
            }
            for path in [
                "/", "/statistics", "/statistics?group=all", "/runs", "/runs/1", "/overlaps",
                "/overlaps/likely",
            ] {
                #expect(!(try await visitor.get(path)).text.contains("Group all"), "\(path)")
            }
            let refused = try await visitor.post("/paths", [("name", "Mine")])
            #expect(refused.status == 403)
            #expect(
                refused.text(ofClass: "error")
                    == "this token is limited to groups, and this concerns all of them")
        }
    }

    @Test("Overlaps and courses say why in words; files and lines are one click away")
    func reasons() async throws {
        try await ConsoleSite.with { site in
            let visitor = try await site.visitor()
            func parts(_ path: String) async throws -> (shown: String, folded: String) {
                let text = try await visitor.get(path).text
                let folded = text.matches(of: #/<details>(?s:.*?)<\/details>/#).map { String($0.0) }
                return (folded.reduce(text) { $0.replacing($1, with: "") }, folded.joined())
            }
            let overlaps = try await parts("/overlaps")
            #expect(overlaps.shown.contains("Languages: English · Content types: all"))
            #expect(!overlaps.shown.contains(".yaml:"))
            #expect(overlaps.folded.contains("english.yaml:"))
            let active = try await parts("/groups/english/courses/\(site.course("1", in: "english"))")
            #expect(active.shown.contains("The provider offers it, and the group&#39;s filters take it."))
            #expect(!active.shown.contains(".yaml:"))
            #expect(active.folded.contains("english.yaml:"))
            _ = try await visitor.done("/groups/all/courses/\(site.course("1"))/archive")
            #expect(
                try await parts("/groups/all/courses/\(site.course("1"))").shown.contains("<li>by hand</li>"))
        }
    }

    @Test("What a provider and people write is shown, never run")
    func hostile() async throws {
        let evil = #"<script>alert(1)</script>"#
        let accent = "\"\u{301} onmouseover=alert(1) x='"
        let item: [String: Any] = [
            "id": 1, "title": evil + accent, "text": "<p>Fine</p><script>alert(2)</script>", "lang": "en",
            "type": "course", "by": evil + accent, "topics": [evil, accent],
        ]
        let json = String(decoding: try JSONSerialization.data(withJSONObject: item), as: UTF8.self)
        try await ConsoleSite.with(ConsoleSite.Options(items: [json])) { site in
            let course = try await site.course("1")
            let visitor = try await site.visitor()
            _ = try await visitor.post("/paths", [("name", evil + accent)])
            _ = try await visitor.post("/groups/all/courses/\(course)/path", [("path", "1")])
            for path in [
                "/groups/all/courses", "/groups/all/courses/\(course)", "/paths", "/paths/1",
                "/groups/all/courses?" + Address.query("", [("q", evil + accent)]).dropFirst(),
                "/statistics", Address.query("/statistics/learner", [("user", evil + accent)]),
                "/groups/all/providers/shelf",
            ] {
                let page = try await visitor.get(path)
                #expect(page.status == 200)
                #expect(!page.text.contains("<script>"), "\(path)")
                // Bytes, since a quote with an accent is another character than a quote.
                #expect(!Array(page.text.utf8).contains(Array("\"\u{301} onmouseover".utf8)), "\(path)")
                #expect(page.fault == nil, "\(path)")
            }
            let shown = try await visitor.get("/groups/all/courses/\(course)")
            // The host takes the script out of a title; the name of a path stays as it was typed.
            #expect(shown.text.contains("<h1>&quot;\u{301} onmouseover"))
            let list = try await visitor.get("/paths/1")
            #expect(list.text.contains("<h1>&lt;script&gt;alert(1)&lt;/script&gt;&quot;\u{301} onmouseover"))
            #expect(shown.text.contains(#"<div class="description" lang="en"><p>Fine</p></div>"#))
        }
    }

    @Test("The test environment is marked on every page, the sign-in included")
    func environment() async throws {
        try await ConsoleSite.with(ConsoleSite.Options(environment: "test")) { site in
            let visitor = try await site.visitor()
            for path in ["/", "/runs", "/sign-in", "/nowhere"] {
                #expect(
                    try await visitor.get(path).text(ofClass: "environment")
                        == "TEST environment: nothing runs by itself, and nothing is delivered", "\(path)")
            }
        }
        try await ConsoleSite.with { site in
            let page = try await site.visitor().get("/")
            #expect(page.text(ofClass: "environment") == nil)
        }
    }

    @Test("Style and script are the program's own, and are not sent to who has them")
    func assets() async throws {
        try await ConsoleSite.with { site in
            for asset in [Assets.style, Assets.script] {
                let page = try await site.send(.get, asset.address)
                #expect(page.status == 200)
                #expect(page.headers[.contentType] == asset.type)
                let tag = try #require(page.headers[.eTag])
                let again = try await site.send(.get, asset.address, headers: [.ifNoneMatch: tag])
                #expect(again.status == 304)
                #expect(again.text == "")
                #expect(!page.text.contains("http://") && !page.text.contains("https://"))
                #expect(!page.text.contains("@import"))
            }
        }
    }

    /// Whether a form comes with what it is about: courses that were found, or work that was set aside.
    private static func isConditional(_ form: PageRoute) -> Bool {
        ["/catalog/add", "/catalog/take", "/library/add", "/library/take", "/replay", "/reconcile"].contains {
            form.path.hasSuffix($0)
        }
    }

    @Test("The address of every form leads to a page with forms")
    func addressesOfForms() async throws {
        try await ConsoleSite.with { site in
            let path = try #require(try await site.live.current.store.addPath(named: "First"))
            let course = try await site.course("1", in: "english")
            let visitor = try await site.visitor()
            for form in PageRoute.all where form.method == .post {
                let address = PathPattern(form.path).filled(with: [
                    "group": "english", "provider": "shelf", "course": "\(course)", "path": "\(path.id)",
                    "token": "1",
                ])
                var page = try await visitor.get(address)
                if page.status == 303 { page = try await visitor.get(page.headers[.location] ?? "") }
                #expect(page.status == 200, "\(form.path)")
                if Self.isConditional(form) { continue }
                #expect(!page.changingForms.isEmpty, "\(form.path)")
            }
        }
    }

    @Test("A page that is not there is said not to be")
    func missing() async throws {
        try await ConsoleSite.with { site in
            let visitor = try await site.visitor()
            for (path, message) in [
                ("/nowhere", "there is no such page"), ("/runs/99", "there is no run \"99\""),
                ("/paths/9", "there is no path \"9\""),
                ("/groups/all/courses/99", "Group all has no course \"99\""),
                ("/groups/all/providers/nonsense", "no provider \"nonsense\" is built in"),
            ] {
                let page = try await visitor.get(path)
                #expect(page.status == 404)
                #expect(page.text(ofClass: "error") == message)
            }
        }
    }

    @Test("No page shows a visitor who is limited to groups anything of others")
    func limited() async throws {
        try await ConsoleSite.with { site in
            let store = site.live.current.store
            let (own, other) = (try await site.course("1", in: "english"), try await site.course("2"))
            for (name, courses) in [("Sekret path", [other]), ("Shared", [other, own])] {
                let path = try #require(try await store.addPath(named: name))
                for course in courses { _ = try await store.place(course, inPath: path.id, at: nil) }
            }
            let visitor = try await site.visitor("guest")
            for (path, _) in Self.pages {
                let page = try await visitor.get(path.replacing("COURSE", with: "\(own)"))
                for hidden in [
                    "Sekret", "Group all", "Sécurité au travail", "/groups/all/", "/courses/\(other)\"",
                ] {
                    #expect(!page.text.contains(hidden), "\(path): \(hidden)")
                }
            }
            #expect(try await visitor.get("/paths/1").status == 404)
            let shared = try await visitor.get("/paths/2")
            #expect(shared.status == 200 && shared.text.contains("/groups/english/courses/\(own)"))
            #expect(!shared.text.contains("Sécurité"))
        }
    }
}

extension String {
    /// A path with what stands for a name left out.
    fileprivate var pattern: String {
        let parts = split(separator: "/").map(String.init)
        return parts.enumerated().map { index, part in
            let named =
                index > 0
                && ["groups", "courses", "providers", "paths", "pushes", "tokens"].contains(parts[index - 1])
            return named || part.hasPrefix("{") ? "*" : part
        }.joined(separator: "/")
    }
}

extension [UInt8] {
    fileprivate func contains(_ other: [UInt8]) -> Bool { firstRange(of: other) != nil }
}
