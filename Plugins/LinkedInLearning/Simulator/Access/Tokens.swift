import ConnectorKit
import Foundation

/// The access tokens that were issued.
struct Tokens: Sendable {
    private var expiries: [String: Date] = [:]
    private var count = 0
    private let seed: UInt64

    init(seed: UInt64) { self.seed = seed }

    /// - Parameter lifetime: Seconds.
    mutating func issue(lifetime: Int, now: Date) -> String {
        count += 1
        var draw = SeededRandom(seed: seed, count, stream: 4)
        let token = "AQX" + (0..<5).map { _ in String(draw.next(), radix: 36) }.joined()
        expiries[token] = now.addingTimeInterval(TimeInterval(lifetime))
        return token
    }

    mutating func revokeAll() { expiries = [:] }

    /// - Parameter authorization: The value of the header.
    /// - Throws: ``Refusal`` 401 unless it is a valid bearer token.
    func check(_ authorization: String?, now: Date) throws(Refusal) {
        guard let authorization, authorization.hasPrefix("Bearer ") else {
            throw Refusal(401, "Empty oauth2 access token", code: 65_604)
        }
        guard let expiry = expiries[String(authorization.dropFirst(7))], now < expiry else {
            throw Refusal(401, "Invalid access token", code: 65_600)
        }
    }
}
