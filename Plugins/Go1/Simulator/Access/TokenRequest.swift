import Foundation

/// A request for a token, as a form or as JSON (rule G1).
struct TokenRequest {
    let clientID: String
    let secret: String
    let scopes: [String]?

    /// - Throws: ``Refusal`` 400: `invalid_request`, `unsupported_grant_type` or `invalid_scope` (RFC 6749
    ///   section 5.2).
    init(_ request: PortalRequest) throws(Refusal) {
        let fields = try Self.fields(request)
        func required(_ name: String) throws(Refusal) -> String {
            guard let value = fields[name], !value.isEmpty else {
                throw .oauth(400, "invalid_request", "\(name) is missing")
            }
            return value
        }
        let grant = try required("grant_type")
        guard grant == "client_credentials" else {
            throw .oauth(
                400, "unsupported_grant_type", "grant_type is \"\(grant)\"; client_credentials was expected")
        }
        clientID = try required("client_id")
        secret = try required("client_secret")
        scopes = fields["scope"]?.split(separator: " ").map(String.init)
        if let unknown = scopes?.first(where: { !Tokens.allScopes.contains($0) }) {
            throw .oauth(400, "invalid_scope", "there is no scope \"\(unknown)\"")
        }
    }

    private static func fields(_ request: PortalRequest) throws(Refusal) -> [String: String] {
        switch request.header("content-type")?.split(separator: ";").first?.lowercased() {
        case "application/x-www-form-urlencoded":
            let query = try? Query(String(decoding: request.body, as: UTF8.self))
            guard let query else { throw .oauth(400, "invalid_request", "the body is no form") }
            return Dictionary(query.pairs.map { ($0.name, $0.value) }) { first, _ in first }
        case "application/json":
            guard let fields = try? JSONDecoder().decode([String: String].self, from: Data(request.body))
            else {
                throw .oauth(400, "invalid_request", "the body is no JSON object of texts")
            }
            return fields
        default:
            throw .oauth(
                400, "invalid_request",
                "Content-Type is application/x-www-form-urlencoded or application/json, nothing else")
        }
    }
}
