import SimulatorSupport
import Foundation
import ConnectorKit

/// The issued access tokens.
struct Tokens: Sendable {
    /// All scopes of the published description, and the scope for reading accounts
    /// (rule G1).
    static let allScopes = [
        "lo.read", "lo.write", "enrollment.read", "enrollment.write", "webhook.read", "webhook.write",
        "portal.read", "portal.write", "user.read",
    ]

    private var issued: [String: (expires: Date, scopes: [String])] = [:]
    private var count = 0
    private let seed: UInt64

    init(seed: UInt64) { self.seed = seed }

    /// Issues a token: a JWT with `exp`, as clients expect (rule G1).
    mutating func issue(scopes: [String], lifetime: TimeInterval, now: Date) -> String {
        count += 1
        var draw = SeededRandom(seed: seed, count, stream: 4)
        let expires = now.addingTimeInterval(lifetime)
        let payload: JSONValue = [
            "iss": "go1-simulator", "iat": .integer(Int(now.timeIntervalSince1970)),
            "exp": .integer(Int(expires.timeIntervalSince1970)), "scopes": .texts(scopes),
            "jti": .text(String(draw.next(), radix: 36)),
        ]
        let signature = (0..<4).map { _ in String(draw.next(), radix: 36) }.joined()
        let parts = [["alg": "HS256", "typ": "JWT"], payload].map { $0.bytes() }
        let token = (parts.map(Self.base64URL) + [signature]).joined(separator: ".")
        issued[token] = (expires, scopes)
        return token
    }

    mutating func revokeAll() { issued = [:] }

    /// - Parameter authorization: The value of the header.
    /// - Throws: ``Refusal`` 401 if it is not a valid bearer token, 403 if the token lacks the scope. Only
    ///   `Bearer` is accepted: some clients send the bare token, but no published example for these endpoints
    ///   does (our decision).
    func check(_ authorization: String?, scope: String?, now: Date) throws(Refusal) {
        guard let authorization, authorization.hasPrefix("Bearer "),
            let token = issued[String(authorization.dropFirst("Bearer ".count))], now < token.expires
        else { throw Refusal(status: 401, code: "unauthorized", message: "Invalid token") }
        if let scope, !token.scopes.contains(scope) {
            throw Refusal(
                status: 403, code: "forbidden",
                message: "Insufficient roles for this resource: the scope \(scope) is needed")
        }
    }

    private static func base64URL(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
            .replacing("=", with: "")
    }
}
