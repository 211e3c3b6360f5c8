import Foundation
import HTTPAPI
import HTTPTesting
import HTTPTypes
import Store
import Testing
import TestSupport

@testable import Console
@testable import Host

@Suite struct SignInTests {
    @Test("A token opens the console, with a cookie that scripts and other sites have no use of")
    func signIn() async throws {
        try await ConsoleSite.with { site in
            let token = try #require(site.tokens["admin"])
            let answer = try await site.send(.post, "/sign-in", body: "token=\(token)&to=%2Fruns")
            #expect(answer.status == 303)
            #expect(answer.headers[.location] == "/runs")
            let cookie = try #require(answer.headers[.setCookie])
            #expect(cookie.hasSuffix("; Path=/; HttpOnly; SameSite=Strict"))
            #expect(!cookie.contains(token))
            let visitor = try await site.visitor()
            #expect(try await visitor.get("/").status == 200)
            let among = "other=1; \(visitor.cookie); last=a=b"
            #expect(try await site.send(.get, "/", cookie: among).status == 200)
            for strange in [
                "tributary=x; \(visitor.cookie)", "\(visitor.cookie); tributary=\(Data(count: 60).base64URL)",
            ] {
                #expect(try await site.send(.get, "/", cookie: strange).status == 200)
            }
        }
    }

    @Test("Of several cookies of the name each is tried, and signing out ends the one whose page it was")
    func severalCookies() async throws {
        try await ConsoleSite.with { site in
            let (first, second) = (try await site.visitor(), try await site.visitor("viewer"))
            let token = try await second.get("/").formToken
            let both = "\(first.cookie); \(second.cookie)"
            let form = Address.query("", [("form", token)]).dropFirst()
            let out = try await site.send(.post, "/sign-out", cookie: both, body: String(form))
            #expect(out.headers[.setCookie]?.hasPrefix("tributary=; Max-Age=0;") == true)
            #expect(try await first.get("/runs").status == 200)
            #expect(try await second.get("/runs").status == 303)
        }
    }

    @Test("Behind https the cookie is not sent without it")
    func secure() async throws {
        let options = ConsoleSite.Options(publicURL: "https://connect.example.com")
        try await ConsoleSite.with(options) { site in
            let answer = try await site.send(.post, "/sign-in", body: "token=\(site.tokens["admin"] ?? "")")
            let cookie = try #require(answer.headers[.setCookie])
            #expect(cookie.hasSuffix("; Path=/; HttpOnly; SameSite=Strict; Secure"))
            #expect(cookie.hasPrefix("__Host-tributary="))
            #expect(try await site.visitor().get("/").status == 200)
            // Another site below the same name can set this one.
            let short = cookie.dropFirst("__Host-".count).prefix { $0 != ";" }
            #expect(try await site.send(.get, "/", cookie: String(short)).status == 303)
        }
    }

    @Test("A wrong token is told, and after many a minute has to pass, but not for who has the right one")
    func wrong() async throws {
        try await ConsoleSite.with { site in
            let refused = try await site.send(.post, "/sign-in", body: "token=nonsense")
            #expect(refused.status == 401)
            #expect(
                refused.text(ofClass: "error")
                    == "This token is not known, has expired or was revoked."
            )
            #expect(refused.headers[.setCookie] == nil)
            for _ in 1..<FailedSignIns.limit {
                #expect(try await site.send(.post, "/sign-in", body: "token=n").status == 401)
            }
            let paused = try await site.send(.post, "/sign-in", body: "token=n")
            #expect(paused.status == 429)
            #expect(paused.headers[.retryAfter] == "60")
            #expect(try await site.visitor().get("/").status == 200)
            site.time.pass(60)
            #expect(try await site.send(.post, "/sign-in", body: "token=n").status == 401)
        }
    }

    static let elsewhere = [
        "https://evil.example", "//evil.example", "/\\evil.example", "evil", "/a\nb", "/ü",
    ]

    @Test("After the sign-in nobody is sent to another site")
    func openRedirect() async throws {
        try await ConsoleSite.with { site in
            for to in Self.elsewhere {
                let body = Address.query("", [("token", site.tokens["admin"] ?? ""), ("to", to)]).dropFirst()
                let answer = try await site.send(.post, "/sign-in", body: String(body))
                #expect(answer.headers[.location] == "/", "\(to)")
            }
        }
    }

    @Test("Who is not signed in is asked to, and comes to the page from there")
    func turnedAway() async throws {
        try await ConsoleSite.with { site in
            for (path, to) in [
                ("/", "/sign-in"), ("/runs?cursor=a", "/sign-in?to=%2Fruns%3Fcursor%3Da"),
            ] {
                let answer = try await site.send(.get, path)
                #expect(answer.status == 303)
                #expect(answer.headers[.location] == to)
                #expect(answer.text == "")
            }
            let posted = try await site.send(.post, "/paths", body: "name=A")
            #expect(posted.headers[.location] == "/sign-in")
            let missing = try await site.send(.get, "/nowhere")
            #expect(missing.status == 404)
            #expect(missing.text.contains("<h1>This page does not exist</h1>"))
            #expect(missing.fault == nil)
            #expect(try await site.send(.post, "/nowhere", body: "a=b").status == 404)
            let forged = try await site.send(.get, "/", cookie: "tributary=\(Data(count: 60).base64URL)")
            #expect(forged.status == 303)
        }
    }

    @Test("A session ends with its token, unused after two hours, and after twelve in any case")
    func ends() async throws {
        try await ConsoleSite.with { site in
            let visitor = try await site.visitor("viewer")
            site.time.pass(7_199)
            #expect(try await visitor.get("/runs").status == 200)
            site.time.pass(7_200)
            #expect(try await visitor.get("/runs").status == 303)

            let busy = try await site.visitor("viewer")
            for _ in 1..<12 {
                site.time.pass(3_600)
                #expect(try await busy.get("/runs").status == 200)
            }
            site.time.pass(3_600)
            #expect(try await busy.get("/runs").status == 303)

            let other = try await site.visitor("viewer")
            let token = try #require(try await site.live.current.tokens().first { $0.name == "viewer" })
            try await site.live.current.revoke(token)
            #expect(try await other.get("/runs").status == 303)
        }
    }

    @Test(
        "A form that comes after its session has ended is kept, encrypted, and sent again after the sign-in")
    func kept() async throws {
        try await ConsoleSite.with { site in
            let visitor = try await site.visitor()
            let token = try await visitor.get("/paths").formToken
            site.time.pass(7_201)
            let body = Address.query("", [("form", token), ("name", "A \"long\" name\nof two lines")])
                .dropFirst()
            let ended = try await site.send(.post, "/paths", cookie: visitor.cookie, body: String(body))
            #expect(ended.status == 401)
            #expect(
                ended.text(ofClass: "overlap")
                    == "Your session has ended. What you entered is kept: sign in, then send it again.")
            #expect(!ended.text.contains("two lines"))
            let kept = try #require(ended.attributes("value", of: "input", where: "name=\"kept\"").first)
            func signIn(_ token: String, _ kept: String) async throws -> HTMLPage {
                let form = Address.query("", [("token", token), ("kept", kept), ("to", "/paths")]).dropFirst()
                return try await site.send(.post, "/sign-in", body: String(form))
            }
            let wrong = try await signIn("wrong", kept)
            #expect(wrong.status == 401)
            #expect(wrong.attributes("value", of: "input", where: "name=\"kept\"") == [kept])
            let page = try await signIn(try #require(site.tokens["admin"]), kept)
            #expect(page.text.contains("<h1>You are signed in again</h1>"))
            #expect(page.attributes("action", of: "form", where: "method=\"post\"").first == "/paths")
            #expect(
                page.attributes("value", of: "input", where: "name=\"name\"") == [
                    "A &quot;long&quot; name\nof two lines"
                ])
            #expect(try await site.live.current.store.paths().isEmpty)
            let cookie = try #require(page.headers[.setCookie]?.split(separator: ";").first)
            let again = Address.query("", [("form", page.formToken), ("name", "A name")]).dropFirst()
            let sent = try await site.send(.post, "/paths", cookie: String(cookie), body: String(again))
            #expect(sent.status == 303)
            site.time.pass(3_601)
            #expect(try await signIn(try #require(site.tokens["admin"]), kept).status == 303)
            #expect(try await signIn(try #require(site.tokens["admin"]), "forged").status == 303)
        }
    }

    @Test("A form that no page of this browser sent is not kept")
    func foreignForm() async throws {
        try await ConsoleSite.with { site in
            let (mine, other) = (try await site.visitor(), try await site.visitor("viewer"))
            let token = try await other.get("/paths").formToken
            site.time.pass(7_201)
            let body = Address.query("", [("form", token), ("name", "Theirs")]).dropFirst()
            for cookie in [mine.cookie, nil] {
                let answer = try await site.send(.post, "/paths", cookie: cookie, body: String(body))
                #expect(answer.status == 303)
                #expect(answer.headers[.location] == "/sign-in")
            }
        }
    }

    @Test("Who signs out is out, also with a cookie that was kept")
    func signOut() async throws {
        try await ConsoleSite.with { site in
            let visitor = try await site.visitor()
            let kept = visitor.cookie
            #expect(try await site.send(.post, "/sign-out", cookie: kept, body: "form=x").status == 303)
            #expect(try await site.send(.get, "/runs", cookie: kept).status == 200)
            let answer = try await visitor.post("/sign-out")
            #expect(answer.headers[.location] == "/sign-in")
            #expect(answer.headers[.setCookie]?.hasPrefix("tributary=; Max-Age=0;") == true)
            #expect(try await site.send(.get, "/runs", cookie: kept).status == 303)
        }
    }
}
