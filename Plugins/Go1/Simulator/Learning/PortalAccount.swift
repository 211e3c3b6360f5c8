import SimulatorSupport
package import ConnectorKit

/// A learner's account in the portal.
package struct PortalAccount: Sendable, Equatable {
    /// The id of the account, used by the gateway's enrolments.
    package let id: Int
    /// The id of the account's user, used by v2's enrolments. It is a different number
    /// (rules G3 and G16).
    package let userID: Int
    package var firstName: String
    package var lastName: String
    /// Text, null, or nil to omit the member.
    package var email: JSONValue?
    package var created: Int64

    private static let firstID = 700_000
    private static let firstUserID = 3_200_000

    /// Generates the account at a position. The same seed gives the same account.
    ///
    /// Every 29th has no e-mail, in one of three ways, and every 7th has one in capitals.
    init(_ n: Int, seed: UInt64) {
        var draw = SeededRandom(seed: seed, n, stream: 11)
        id = Self.firstID + n
        userID = Self.firstUserID + n
        firstName = draw.pick(Vocabulary.firstNames)
        lastName = draw.pick(Vocabulary.lastNames)
        created = EnrolmentGenerator.years.lowerBound + Int64(n)
        email =
            switch n % 29 {
            case 28: [nil, .null, ""][n / 29 % 3]
            case let rest where rest % 7 == 6: .text("Learner\(n)@Example.COM")
            default: .text("learner\(n)@example.com")
            }
    }

    static func position(ofID id: Int) -> Int { id - firstID }
    static func position(ofUserID id: Int) -> Int { id - firstUserID }
}
