import SimulatorSupport
import ConnectorKit

/// An answer that says no.
///
/// The gateway's body is `{ref, error_code, message}` (rule G18); the same for v2 is our decision. The token
/// endpoint follows RFC 6749 section 5.2.
struct Refusal: Error, Sendable {
    let status: Int
    let code: String
    let message: String
    var isOAuth = false
    /// Additional headers, such as `Retry-After`.
    var headers: [String: String] = [:]
    /// The value of `ref`, if it is not the number of the request.
    var reference: String?
    /// The injected fault, if it is one.
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

    /// - Parameter reference: The number of the request, sent as `ref`.
    func body(reference: Int) -> JSONValue {
        isOAuth
            ? ["error": .text(code), "error_description": .text(message)]
            : [
                "ref": .text(self.reference ?? String(reference)), "error_code": .text(code),
                "message": .text(message),
            ]
    }
}
