import enum ConnectorKit.JSONValue
import struct ConnectorKit.JSONObject
import struct ConnectorKit.Secret
import ConfigurationFiles
import Model
import Foundation
import HTTPAPI
import HTTPTypes
import Host
import Hummingbird

/// The sign-in page: a token of the API becomes a session of the browser.
struct SignIn: Sendable {
    let sessions: Sessions
    let layout: PageLayout

    func add(to router: Router<some RequestContext>) {
        router.get("/sign-in") { request, _ in
            page(request, to: FormFields(encoded: request.uri.query ?? "")?["to"])
        }
        router.post("/sign-in") { request, _ in await enter(request) }
        router.get("/sign-in/{code}") { request, context in
            // A browser keeps the cookie back on the way from another site, so that a button has to be pressed first.
            Self.isSameSite(request)
                ? await open(request, context.parameters.get("code") ?? "") : linkPage(request)
        }
        router.post("/sign-in/{code}") { request, context in
            await open(request, context.parameters.get("code") ?? "")
        }
        router.post("/sign-out") { request, _ in await leave(request) }
    }

    /// Answers a request of somebody who is not signed in: a page is led back to, a form is kept.
    func answer(_ request: Request, limit: BodyLimit) async -> Response {
        guard request.method == .post else {
            let wanted = request.uri.string
            return PageLayout.redirect(
                to: wanted == "/" ? "/sign-in" : Address.query("/sign-in", [("to", wanted)]))
        }
        let form = try? await FormFields(of: request, limit: limit)
        guard let form, sessions.isOwn(formToken: form["form"] ?? "", of: request),
            let kept = KeptForm(form, to: request.uri.string, at: sessions.now()).sealed(by: sessions),
            kept.utf8.count < BodyLimit.other.rawValue / 2
        else { return PageLayout.redirect(to: "/sign-in") }
        return page(request, to: request.uri.string, kept: kept, status: .unauthorized)
    }

    private func enter(_ request: Request) async -> Response {
        guard Self.isSameSite(request), let form = try? await FormFields(of: request, limit: .other) else {
            return page(request, to: nil, refusal: "signIn.unreadable", status: .badRequest)
        }
        let (to, kept) = (form["to"], form["kept"])
        do {
            let session = try await sessions.begin(token: form["token"] ?? "")
            let cookie = sessions.cookie(session)
            guard let kept = kept.flatMap({ KeptForm($0, of: sessions) }) else {
                return PageLayout.redirect(to: Address.own(to), cookie: cookie)
            }
            return resume(kept, session, cookie, request)
        } catch let problem as Problem {
            guard let pause = problem.retryAfter else {
                return page(request, to: to, kept: kept, refusal: "signIn.refused", status: problem.status)
            }
            var response = page(
                request, to: to, kept: kept, refusal: "signIn.paused", ["seconds": .integer(pause)],
                status: problem.status)
            response.headers[.retryAfter] = String(pause)
            return response
        } catch {
            sessions.live.report("console: \(error)")
            return page(
                request, to: to, kept: kept, refusal: "signIn.unavailable", status: .serviceUnavailable)
        }
    }

    /// Shows a form that was kept, to be sent again by the person who signed in.
    private func resume(_ form: KeptForm, _ session: Session, _ cookie: String, _ request: Request)
        -> Response
    {
        let host = sessions.live.current
        let words = layout.reader(request, of: host)
        let fields = form.fields.map {
            JSONValue.record([("name", .text($0.name)), ("value", .text($0.value))])
        }
        var response = layout.open(
            "resume",
            [
                ("title", .text(words("resume.title"))), ("action", .text(form.address)),
                ("fields", .list(fields)), ("hadFile", .boolean(form.hadFile)),
                ("formToken", .text(sessions.formToken(of: session))),
            ], words, request, of: host)
        response.headers[.setCookie] = cookie
        return response
    }

    /// Opens a link that signs in once, and shows the token for the next time.
    private func open(_ request: Request, _ code: String) async -> Response {
        do {
            var (session, token, text) = try await sessions.begin(link: code)
            let reader = layout.reader(request, of: sessions.live.current)
            session.note = reader("signIn.linkOpened", ["token": .text(text.reveal())])
            let isNew = sessions.live.current.configuration.groups.isEmpty
            let mayStart = token.role == .admin && token.groups.isEmpty
            return PageLayout.redirect(
                to: isNew && mayStart ? "/setup" : "/", cookie: sessions.cookie(session))
        } catch let problem as Problem {
            let isOver = problem.retryAfter == nil
            return page(
                request, to: nil, refusal: isOver ? "signIn.linkOver" : "signIn.paused",
                ["seconds": .optional(problem.retryAfter)], status: problem.status)
        } catch {
            sessions.live.report("console: \(error)")
            return page(request, to: nil, refusal: "signIn.unavailable", status: .serviceUnavailable)
        }
    }

    /// The page with the button that opens a link.
    private func linkPage(_ request: Request) -> Response {
        let host = sessions.live.current
        let reader = layout.reader(request, of: host)
        return layout.open(
            "sign-in-link",
            [("title", .text(reader("signIn.title"))), ("here", .text(request.uri.path))], reader, request,
            of: host)
    }

    private func leave(_ request: Request) async -> Response {
        let token = await Self.form(of: request)?["form"] ?? ""
        return PageLayout.redirect(to: "/sign-in", cookie: sessions.end(request, formToken: token))
    }

    private func page(
        _ request: Request, to: String?, kept: String? = nil, refusal: String? = nil,
        _ values: [String: JSONValue] = [:],
        status: HTTPResponse.Status = .ok
    ) -> Response {
        let host = sessions.live.current
        let reader = layout.reader(request, of: host)
        var response = layout.open(
            "sign-in",
            [
                ("title", .text(reader("signIn.title"))), ("to", .optional(to)), ("kept", .optional(kept)),
                ("refusal", .optional(refusal.map { reader($0, values) })),
            ], reader, request, status: status, of: host)
        if status == .unauthorized { response.headers[.wwwAuthenticate] = "Bearer" }
        return response
    }

    // MARK: - Forms

    static func form(of request: Request) async -> FormFields? {
        guard let bytes = try? await request.body.collect(upTo: 8_192) else { return nil }
        return FormFields(encoded: String(buffer: bytes))
    }

    /// Whether a form comes from this site, as far as the browser says.
    static func isSameSite(_ request: Request) -> Bool {
        guard let name = HTTPField.Name("Sec-Fetch-Site"), let site = request.headers[name] else {
            return true
        }
        return ["same-origin", "none"].contains(site)
    }
}
