import ConnectorKit

/// An answer that says no.
///
/// The gateway's body is `{ref, error_code, message}` (reference/go1-api-facts.md 6); that v2 answers with
/// the same is our decision. The token endpoint answers as RFC 6749 section 5.2 says.
struct Refusal: Error, Sendable {
    let status: Int
    let code: String
    let message: String
    var isOAuth = false
    /// Header fields that belong to it, such as `Retry-After`.
    var headers: [String: String] = [:]
    /// What `ref` says where it is not the number of the request.
    var reference: String?
    /// Set where it is a fault on demand.
    var fault: Fault?

    static func invalid(_ message: String) -> Refusal {
        Refusal(status: 400, code: "invalid_request", message: message)
    }

    static func notFound(_ message: String) -> Refusal {
        Refusal(status: 404, code: "not_found", message: message)
    }

    static func oauth(_ status: Int, _ code: String, _ message: String) -> Refusal {
        Refusal(status: status, code: code, message: message, isOAuth: true)
    }

    /// - Parameter reference: the number of the request, which the gateway calls `ref`.
    func body(reference: Int) -> JSONValue {
        isOAuth
            ? ["error": .text(code), "error_description": .text(message)]
            : [
                "ref": .text(self.reference ?? String(reference)), "error_code": .text(code),
                "message": .text(message),
            ]
    }
}
