import SimulatorSupport
import ConnectorKit

extension LearningAccount {
    /// Issues a token for client credentials, as "API Authentication" describes. The secret is taken from a form
    /// alone: "Client Credential Flow" forbids to pass it in a URL.
    func token(_ request: SimulatedRequest) throws(Refusal) -> JSONValue {
        let type = request.headers["content-type"]?.split(separator: ";").first.map(String.init)
        guard request.query.isEmpty, type == "application/x-www-form-urlencoded" else {
            throw .token(400, "invalid_request", "a form of application/x-www-form-urlencoded was expected")
        }
        let form = try Refusal.parameters(String(decoding: request.body, as: UTF8.self)).pairs
        for name in ["grant_type", "client_id", "client_secret"] {
            guard form.count(where: { $0.name == name && !$0.value.isEmpty }) == 1 else {
                throw .token(
                    400, "invalid_request", "A required parameter \"\(name)\" is missing or there twice")
            }
        }
        func value(_ name: String) -> String? { form.first { $0.name == name }?.value }
        guard value("grant_type") == "client_credentials" else {
            throw .token(400, "unsupported_grant_type", "grant_type is client_credentials, always")
        }
        guard value("client_id") == options.clientID, value("client_secret") == options.secret else {
            throw .token(401, "invalid_client", "Client authentication failed")
        }
        return ["access_token": .text(issueToken()), "expires_in": .integer(options.tokenLifetime)]
    }
}
