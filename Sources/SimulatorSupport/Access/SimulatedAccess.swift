/// Who may ask a simulated service.
package enum SimulatedAccess: Sendable {
    /// Who sends this key as a bearer token.
    case bearer(String)
    /// Who sends one of these keys in a header of this name; each with what it may do.
    case keys(in: String, [String: Set<String>])
    /// Who has one of the tokens.
    case tokens(SimulatedTokens)

    /// Who sends this key in a header of this name.
    package static func header(_ name: String, key: String) -> Self { .keys(in: name, [key: []]) }

    /// - Parameter permission: What a key must be allowed, if keys are allowed different things; nil for nothing.
    /// - Throws: ``SimulatedRefusal`` 401 unless the sender is known, 403 if the key lacks the permission.
    package func check(_ request: SimulatedRequest, permission: String? = nil) throws(SimulatedRefusal) {
        switch self {
        case .bearer(let key):
            guard request.bearerToken == key else { throw SimulatedRefusal(401, "the key is not known") }
        case .keys(let name, let keys):
            guard let allowed = request.headers[name.lowercased()].flatMap({ keys[$0] }) else {
                throw SimulatedRefusal(401, "the key is not known")
            }
            guard let permission, !allowed.contains(permission) else { return }
            throw SimulatedRefusal(403, "the key has no permission for \(permission)")
        case .tokens(let tokens):
            guard tokens.isValid(request.bearerToken) else {
                throw SimulatedRefusal(401, "the token is not known")
            }
        }
    }
}
