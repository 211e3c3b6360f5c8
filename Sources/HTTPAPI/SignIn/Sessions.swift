import ConfigurationFiles
package import ConnectorKit
package import Foundation
import HTTPTypes
package import Host
package import Hummingbird

/// The sessions of people who signed in with a token of the API; each is sealed in its browser's cookie.
package struct Sessions: Sendable {
    package let live: LiveHost
    package let now: @Sendable () -> Date
    /// Keeps the visitors of one token from holding up others.
    package let fair: FairCalls
    private let seal: SessionSeal
    private let failures: FailedSignIns
    private let ended = EndedSessions()

    /// - Parameters:
    ///   - failures: shared with the API, which takes the same tokens.
    ///   - fair: shared with the API too.
    package init(
        _ live: LiveHost, seal: SessionSeal, failures: FailedSignIns, fair: FairCalls = FairCalls(),
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.live = live
        self.seal = seal
        self.failures = failures
        self.fair = fair
        self.now = now
    }

    /// Somebody who is signed in, with the rights that the token has now.
    package struct SignedIn: Sendable {
        package let session: Session
        package let token: APIToken
    }

    /// Who sent a request; nil if nobody is signed in.
    package func signedIn(_ request: Request) async throws -> SignedIn? {
        for session in sessions(of: request) where !session.isOver(at: now()) && !ended.contains(session) {
            if let token = try await live.current.tokens().first(where: { $0.id == session.token }),
                token.state(at: now()) == .active
            {
                return SignedIn(session: session, token: token)
            }
        }
        return nil
    }

    /// Begins a session, whose ``cookie(_:)`` the browser has to keep.
    ///
    /// - Throws: ``Problem`` if the token is not valid.
    package func begin(token text: String) async throws -> Session {
        // A valid token is accepted even during a pause: guessing must lock nobody out.
        guard let token = try await live.current.token(presented: text) else {
            try failures.note()
            throw Problem(
                status: .unauthorized,
                detail:
                    "this token is not known, has expired or was revoked; `tributary token create` makes one")
        }
        return session(of: token)
    }

    /// Begins a session by a link that signs in once.
    ///
    /// - Returns: the session, and the token's text, which the link's holder sees now and never again.
    /// - Throws: ``Problem`` if the link was opened before, has expired, or never was one.
    package func begin(link code: String) async throws -> (session: Session, token: APIToken, text: Secret) {
        guard let opened = try await live.current.open(link: code) else {
            try failures.note()
            throw Problem(
                status: .gone,
                detail:
                    "this link was opened before or has expired; `tributary token create --link` makes another"
            )
        }
        return (session(of: opened.token), opened.token, opened.text)
    }

    private func session(of token: APIToken) -> Session {
        Session(id: UUID().uuidString, token: token.id, begun: now(), used: now())
    }

    /// Ends the session of a request.
    ///
    /// - Parameter formToken: proves that a page of the session sent the request.
    /// - Returns: the cookie to set; nil if there is no such session.
    package func end(_ request: Request, formToken: String) -> String? {
        guard let session = sessions(of: request).first(where: { seal.isFormToken(formToken, of: $0) }) else {
            return nil
        }
        ended.end(session, at: now())
        return noCookie
    }

    /// The token that the forms of a session carry.
    package func formToken(of session: Session) -> String { seal.formToken(of: session) }

    package func isFormToken(_ text: String, of session: Session) -> Bool {
        seal.isFormToken(text, of: session)
    }

    /// Whether a page of a session of this browser sent a form, also if the session is over.
    package func isOwn(formToken: String, of request: Request) -> Bool {
        sessions(of: request).contains { seal.isFormToken(formToken, of: $0) }
    }

    /// Encrypts what a page keeps for the time after the next sign-in; nil if that fails.
    package func sealed(_ data: Data) -> String? { try? seal.seal(data) }

    /// What ``sealed(_:)`` encrypted; nil if it is not authentic.
    package func opened(_ text: String) -> Data? { seal.data(in: text) }

    // MARK: - Cookie

    /// The value of `Set-Cookie` for a session.
    package func cookie(_ session: Session) -> String {
        guard let value = try? seal.seal(session) else { return noCookie }
        return "\(cookieName)=\(value)" + attributes
    }

    private var noCookie: String { "\(cookieName)=; Max-Age=0" + attributes }

    private var attributes: String { "; Path=/; HttpOnly; SameSite=Strict" + (isSecure ? "; Secure" : "") }

    /// Whether people come by https, as `http.public_url` says. No header of a request is asked: anybody can send one
    /// (rule L12).
    package var isSecure: Bool {
        live.current.configuration.host.publicURL?.lowercased().hasPrefix("https:") ?? false
    }

    /// Browsers take a cookie of the longer name from this host alone, and only by https (RFC 6265bis, section 4.1.3.2).
    private var cookieName: String { isSecure ? "__Host-tributary" : "tributary" }

    /// The sessions of a request. A browser sends all cookies of the name that it has, also those that another site below
    /// the same name has set, in an order of its own.
    private func sessions(of request: Request) -> [Session] {
        let mark = cookieName + "="
        let cookies = request.headers[values: .cookie].flatMap { $0.split(separator: ";") }.map(
            \.trimmedHeader)
        return cookies.filter { $0.hasPrefix(mark) }.prefix(20).compactMap { cookie in
            seal.open(String(cookie.dropFirst(mark.count)))
        }
    }
}

extension Substring {
    fileprivate var trimmedHeader: String { trimmingCharacters(in: .whitespaces) }
}
