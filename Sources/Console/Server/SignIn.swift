import enum ConnectorKit.JSONValue
import struct ConnectorKit.JSONObject
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
        router.post("/sign-out") { request, _ in await leave(request) }
    }

    /// Redirects to the sign-in page, which leads back to the page that was asked for.
    func redirect(_ request: Request) -> Response {
        let wanted = request.method == .get ? request.uri.string : "/"
        return PageLayout.redirect(
            to: wanted == "/" ? "/sign-in" : Address.query("/sign-in", [("to", wanted)]))
    }

    private func enter(_ request: Request) async -> Response {
        guard Self.isSameSite(request), let form = await Self.form(of: request) else {
            return page(request, to: nil, refusal: "signIn.unreadable", status: .badRequest)
        }
        do {
            return PageLayout.redirect(
                to: Address.own(form["to"]), cookie: try await sessions.begin(token: form["token"] ?? ""))
        } catch let problem as Problem {
            guard let pause = problem.retryAfter else {
                return page(request, to: form["to"], refusal: "signIn.refused", status: problem.status)
            }
            var response = page(
                request, to: form["to"], refusal: "signIn.paused", ["seconds": .integer(pause)],
                status: problem.status)
            response.headers[.retryAfter] = String(pause)
            return response
        } catch {
            sessions.live.report("console: \(error)")
            return page(
                request, to: form["to"], refusal: "signIn.unavailable", status: .serviceUnavailable)
        }
    }

    private func leave(_ request: Request) async -> Response {
        let token = await Self.form(of: request)?["form"] ?? ""
        return PageLayout.redirect(to: "/sign-in", cookie: sessions.end(request, formToken: token))
    }

    private func page(
        _ request: Request, to: String?, refusal: String? = nil, _ values: [String: JSONValue] = [:],
        status: HTTPResponse.Status = .ok
    ) -> Response {
        let host = sessions.live.current
        let reader = layout.reader(request, of: host)
        var response = layout.open(
            "sign-in",
            [
                ("title", .text(reader("signIn.title"))), ("to", .optional(to)),
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
