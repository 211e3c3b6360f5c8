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
            page(to: FormFields(encoded: request.uri.query ?? "")?["to"])
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
            return page(to: nil, "the form cannot be read", .badRequest)
        }
        do {
            return PageLayout.redirect(
                to: Self.ownAddress(form["to"]), cookie: try await sessions.begin(token: form["token"] ?? ""))
        } catch let problem as Problem {
            var response = page(to: form["to"], problem.detail, problem.status)
            if let pause = problem.retryAfter { response.headers[.retryAfter] = String(pause) }
            return response
        } catch {
            sessions.live.report("console: \(error)")
            return page(to: form["to"], "the host cannot check the token now", .serviceUnavailable)
        }
    }

    private func leave(_ request: Request) async -> Response {
        let token = await Self.form(of: request)?["form"] ?? ""
        return PageLayout.redirect(to: "/sign-in", cookie: sessions.end(request, formToken: token))
    }

    private static func form(of request: Request) async -> FormFields? {
        guard let bytes = try? await request.body.collect(upTo: 8_192) else { return nil }
        return FormFields(encoded: String(buffer: bytes))
    }

    private func page(to: String?, _ refusal: String? = nil, _ status: HTTPResponse.Status = .ok) -> Response
    {
        var response = layout.signIn(
            [("to", .optional(to)), ("refusal", .optional(refusal))], status: status,
            of: sessions.live.current)
        if status == .unauthorized { response.headers[.wwwAuthenticate] = "Bearer" }
        return response
    }

    /// Whether a form comes from this site, as far as the browser says.
    private static func isSameSite(_ request: Request) -> Bool {
        guard let name = HTTPField.Name("Sec-Fetch-Site"), let site = request.headers[name] else {
            return true
        }
        return ["same-origin", "none"].contains(site)
    }

    /// The address if it is a page of this console; the overview otherwise.
    private static func ownAddress(_ text: String?) -> String {
        guard let text, text.hasPrefix("/"), !text.hasPrefix("//"), !text.contains("\\"),
            !text.contains(where: \.isNewline),
            text.unicodeScalars.allSatisfy({ $0.isASCII && $0.value > 32 })
        else { return "/" }
        return text
    }
}
