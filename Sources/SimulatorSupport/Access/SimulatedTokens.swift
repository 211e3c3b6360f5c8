import ConnectorKit
import Synchronization

/// The access tokens that a simulated service issues to one client, for its credentials (RFC 6749 section 4.4).
package final class SimulatedTokens: Sendable {
    package let id: String
    package let secret: String
    /// Seconds, as the answer states them. Tokens do not expire.
    private let lifetime: Int
    private let issued = Mutex<Set<String>>([])

    package init(id: String, secret: String, lifetime: Int = 3_600) {
        self.id = id
        self.secret = secret
        self.lifetime = lifetime
    }

    package func isValid(_ token: String?) -> Bool {
        token.map { token in issued.withLock { $0.contains(token) } } ?? false
    }

    package func issue() -> String {
        issued.withLock { issued in
            let token = "\(id)-token-\(issued.count + 1)"
            issued.insert(token)
            return token
        }
    }

    /// Answers a request for a token: a form with the credentials, and nothing in the query.
    ///
    /// - Throws: ``SimulatedRefusal`` 400 for any other form, 401 for other credentials.
    @Sendable
    package func answer(_ request: SimulatedRequest) throws(SimulatedRefusal) -> SimulatedAnswer {
        let type = request.headers["content-type"]?.prefix { $0 != ";" }
        guard request.query.isEmpty, type == "application/x-www-form-urlencoded" else {
            throw SimulatedRefusal(400, "a form is expected")
        }
        let form = try QueryText(String(decoding: request.body, as: UTF8.self))
            .values(of: ["grant_type", "client_id", "client_secret"])
        guard form["grant_type"] == "client_credentials" else {
            throw SimulatedRefusal(400, "grant_type is client_credentials")
        }
        guard form["client_id"] == id, form["client_secret"] == secret else {
            throw SimulatedRefusal(401, "the client is not known")
        }
        return SimulatedAnswer([
            "access_token": .text(issue()), "token_type": "Bearer", "expires_in": .integer(lifetime),
        ])
    }
}
