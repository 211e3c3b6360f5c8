import ConfigurationFiles
import Foundation
import HTTPTypes
import Host
import Hummingbird
import Model

/// Lets people into the console: a token of the API becomes a session of the browser.
struct Door: Sendable {
    static let cookieName = "tributary"

    let live: LiveHost
    let seal: SessionSeal
    let signIns: FailedSignIns
    let frame: Frame
    let now: @Sendable () -> Date
    private let ended = EndedSessions()

    init(
        live: LiveHost, seal: SessionSeal, signIns: FailedSignIns, frame: Frame,
        now: @escaping @Sendable () -> Date
    ) {
        self.live = live
        self.seal = seal
        self.signIns = signIns
        self.frame = frame
        self.now = now
    }

    /// Somebody who is signed in, with the rights that the token has now.
    struct Entered: Sendable {
        let session: Session
        let token: APIToken
    }

    /// Nil where nobody is signed in.
    func session(of request: Request) async throws -> Entered? {
        guard let value = Self.cookie(of: request), let session = seal.open(value),
            !session.isOver(at: now()), !ended.contains(session),
            let token = try await live.current.tokens().first(where: { $0.id == session.token }),
            token.state(at: now()) == .active
        else { return nil }
        return Entered(session: session, token: token)
    }

    /// To the sign-in, and back to the page from there.
    func turnedAway(_ request: Request) -> Response {
        var response = Response(status: .seeOther, headers: Frame.headers)
        let wanted = request.method == .get ? request.uri.string : "/"
        response.headers[.location] = wanted == "/" ? "/sign-in" : Address.query("/sign-in", [("to", wanted)])
        response.headers[.cacheControl] = "no-store"
        return response
    }

    // MARK: - Sign-in

    func show(_ request: Request) async -> Response {
        let to = FormFields(encoded: request.uri.query ?? "")?["to"]
        return page(to: to)
    }

    func enter(_ request: Request) async -> Response {
        guard Self.isOurOwn(request), let bytes = try? await request.body.collect(upTo: 8_192),
            let form = FormFields(encoded: String(buffer: bytes))
        else { return page(to: nil, "the form cannot be read", .badRequest) }
        do {
            // Who has the right token is let in all the same: guessing must lock nobody out.
            if let token = try await live.current.token(presented: form["token"] ?? "") {
                var response = Response(status: .seeOther, headers: Frame.headers)
                response.headers[.location] = Self.ownAddress(form["to"])
                response.headers[.setCookie] = cookie(
                    Session(id: UUID().uuidString, token: token.id, begun: now(), used: now()))
                response.headers[.cacheControl] = "no-store"
                return response
            }
        } catch {
            live.report("console: \(error)")
            return page(to: form["to"], "the host cannot look it up now", .serviceUnavailable)
        }
        if let pause = signIns.pause() {
            var response = page(
                to: form["to"], "too many wrong tokens; wait \(pause) s", .tooManyRequests)
            response.headers[.retryAfter] = String(pause)
            return response
        }
        signIns.refused()
        return page(
            to: form["to"],
            "this token is not known, has expired or was revoked; `tributary token create` makes one",
            .unauthorized)
    }

    func leave(_ request: Request) async -> Response {
        var response = Response(status: .seeOther, headers: Frame.headers)
        response.headers[.location] = "/sign-in"
        response.headers[.cacheControl] = "no-store"
        guard let value = Self.cookie(of: request), let session = seal.open(value),
            let bytes = try? await request.body.collect(upTo: 8_192),
            let form = FormFields(encoded: String(buffer: bytes)),
            seal.isFormToken(form["form"] ?? "", of: session)
        else { return response }
        ended.end(session, at: now())
        response.headers[.setCookie] = "\(Self.cookieName)=; Max-Age=0" + attributes
        return response
    }

    private func page(
        to: String?, _ refusal: String? = nil, _ status: HTTPResponse.Status = .ok
    ) -> Response {
        var response = frame.signIn(
            [("to", .optional(to)), ("refusal", .optional(refusal))], status: status, of: live.current)
        if status == .unauthorized { response.headers[.wwwAuthenticate] = "Bearer" }
        return response
    }

    // MARK: - Cookie

    func cookie(_ session: Session) -> String {
        guard let value = try? seal.seal(session) else {
            return "\(Self.cookieName)=; Max-Age=0" + attributes
        }
        return "\(Self.cookieName)=\(value)" + attributes
    }

    private var attributes: String {
        let isSecure = live.current.configuration.host.publicURL?.lowercased().hasPrefix("https:") ?? false
        return "; Path=/; HttpOnly; SameSite=Strict" + (isSecure ? "; Secure" : "")
    }

    private static func cookie(of request: Request) -> String? {
        for part in request.headers[values: .cookie].flatMap({ $0.split(separator: ";") }) {
            let pair = part.split(separator: "=", maxSplits: 1)
            guard pair.count == 2, pair[0].trimmingCharacters(in: .whitespaces) == cookieName else {
                continue
            }
            return pair[1].trimmingCharacters(in: .whitespaces)
        }
        return nil
    }

    /// Whether a form does not come from another site, as far as the browser says.
    private static func isOurOwn(_ request: Request) -> Bool {
        guard let name = HTTPField.Name("Sec-Fetch-Site"), let site = request.headers[name] else {
            return true
        }
        return ["same-origin", "none"].contains(site)
    }

    /// A page of this console, and nothing else.
    private static func ownAddress(_ text: String?) -> String {
        guard let text, text.hasPrefix("/"), !text.hasPrefix("//"), !text.contains("\\"),
            !text.contains(where: \.isNewline),
            text.unicodeScalars.allSatisfy({ $0.isASCII && $0.value > 32 })
        else { return "/" }
        return text
    }
}
