//? oauth
import ConnectorKit
import SimulatorSupport
import Synchronization

extension SimulatedService {
    /// Issues a token for client credentials (RFC 6749 section 4.4).
    func token(_ request: SimulatedRequest) throws(SimulatedRefusal) -> SimulatedAnswer {
        guard request.method == "POST" else { throw SimulatedRefusal(405, "/v1/token takes POST") }
        let type = request.headers["content-type"]?.prefix { $0 != ";" }
        guard request.query.isEmpty, type == "application/x-www-form-urlencoded" else {
            throw SimulatedRefusal(400, "a form is expected")
        }
        let form = try QueryText(String(decoding: request.body, as: UTF8.self))
            .values(of: ["grant_type", "client_id", "client_secret"])
        guard form["grant_type"] == "client_credentials" else {
            throw SimulatedRefusal(400, "grant_type is client_credentials")
        }
        guard form["client_id"] == Self.client.id, form["client_secret"] == Self.client.secret else {
            throw SimulatedRefusal(401, "the client is not known")
        }
        return SimulatedAnswer([
            "access_token": .text(issueToken()), "token_type": "Bearer", "expires_in": 3_600,
        ])
    }

    func issueToken() -> String {
        state.withLock { state in
            let token = "skeleton-token-\(state.tokens.count + 1)"
            state.tokens.insert(token)
            return token
        }
    }
}
//? end
