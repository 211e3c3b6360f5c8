import Foundation

/// The access tokens that were issued.
struct Tokens: Sendable {
    private var issued: [String: Date] = [:]
    private var count = 0

    mutating func issue(lifetime: TimeInterval, now: Date) -> String {
        count += 1
        let token = "sandbox-token-\(count)"
        issued[token] = now.addingTimeInterval(lifetime)
        return token
    }

    mutating func revokeAll() { issued = [:] }

    /// - Parameter authorization: the field's value.
    /// - Throws: ``Refusal`` 401 where it holds no valid bearer token.
    func check(_ authorization: String?, now: Date) throws(Refusal) {
        guard let authorization, authorization.hasPrefix("Bearer "),
            let expires = issued[String(authorization.dropFirst("Bearer ".count))], now < expires
        else { throw .invalidToken }
    }
}
