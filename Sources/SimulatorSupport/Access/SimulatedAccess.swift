/// Who may ask a simulated service.
package enum SimulatedAccess: Sendable {
    /// Who sends this key as a bearer token.
    case bearer(String)
    /// Who sends this key in a header of this name.
    case header(String, key: String)
    /// Who has one of the tokens.
    case tokens(SimulatedTokens)

    /// - Throws: ``SimulatedRefusal`` 401 unless the request may be sent.
    package func check(_ request: SimulatedRequest) throws(SimulatedRefusal) {
        switch self {
        case .bearer(let key):
            guard request.bearerToken == key else { throw SimulatedRefusal(401, "the key is not known") }
        case .header(let name, let key):
            guard request.headers[name.lowercased()] == key else {
                throw SimulatedRefusal(401, "the key is not known")
            }
        case .tokens(let tokens):
            guard tokens.isValid(request.bearerToken) else {
                throw SimulatedRefusal(401, "the token is not known")
            }
        }
    }
}
