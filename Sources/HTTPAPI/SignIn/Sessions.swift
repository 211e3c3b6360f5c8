import ConfigurationFiles
package import Foundation
import HTTPTypes
package import Host
package import Hummingbird

/// The sessions of people who signed in with a token of the API; each is sealed in its browser's cookie.
package struct Sessions: Sendable {
    static let cookieName = "tributary"

    package let live: LiveHost
    package let now: @Sendable () -> Date
    private let seal: SessionSeal
    private let failures: FailedSignIns
    private let ended = EndedSessions()

    /// - Parameter failures: shared with the API, which takes the same tokens.
    package init(
        _ live: LiveHost, seal: SessionSeal, failures: FailedSignIns,
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.live = live
        self.seal = seal
        self.failures = failures
        self.now = now
    }

    /// Somebody who is signed in, with the rights that the token has now.
    package struct SignedIn: Sendable {
        package let session: Session
        package let token: APIToken
    }

    /// Who sent a request; nil if nobody is signed in.
    package func signedIn(_ request: Request) async throws -> SignedIn? {
        guard let session = session(of: request), !session.isOver(at: now()), !ended.contains(session),
            let token = try await live.current.tokens().first(where: { $0.id == session.token }),
            token.state(at: now()) == .active
        else { return nil }
        return SignedIn(session: session, token: token)
    }

    /// Begins a session.
    ///
    /// - Returns: the cookie to set.
    /// - Throws: ``Problem`` if the token is not valid.
    package func begin(token text: String) async throws -> String {
        // A valid token is accepted even during a pause: guessing must lock nobody out.
        guard let token = try await live.current.token(presented: text) else {
            try failures.note()
            throw Problem(
                status: .unauthorized,
                detail:
                    "this token is not known, has expired or was revoked; `tributary token create` makes one")
        }
        return cookie(Session(id: UUID().uuidString, token: token.id, begun: now(), used: now()))
    }

    /// Ends the session of a request.
    ///
    /// - Parameter formToken: proves that a page of the session sent the request.
    /// - Returns: the cookie to set; nil if there is no such session.
    package func end(_ request: Request, formToken: String) -> String? {
        guard let session = session(of: request), seal.isFormToken(formToken, of: session) else { return nil }
        ended.end(session, at: now())
        return noCookie
    }

    /// The token that the forms of a session carry.
    package func formToken(of session: Session) -> String { seal.formToken(of: session) }

    package func isFormToken(_ text: String, of session: Session) -> Bool {
        seal.isFormToken(text, of: session)
    }

    // MARK: - Cookie

    /// The value of `Set-Cookie` for a session.
    package func cookie(_ session: Session) -> String {
        guard let value = try? seal.seal(session) else { return noCookie }
        return "\(Self.cookieName)=\(value)" + attributes
    }

    private var noCookie: String { "\(Self.cookieName)=; Max-Age=0" + attributes }

    private var attributes: String {
        let isSecure = live.current.configuration.host.publicURL?.lowercased().hasPrefix("https:") ?? false
        return "; Path=/; HttpOnly; SameSite=Strict" + (isSecure ? "; Secure" : "")
    }

    private func session(of request: Request) -> Session? {
        request.cookies[Self.cookieName].flatMap { seal.open($0.value) }
    }
}
