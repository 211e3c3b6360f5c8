import Foundation

/// The incomplete lists, by token.
///
/// A token may be used again while it is valid, with the same page as result (OAI-PMH 2.0 section 3.5.1).
struct ResumptionTokens: Sendable {
    /// The position at which a list continues.
    struct Position: Sendable {
        let verb: Arguments.Verb
        let prefix: String
        /// The whole list: positions of records, or of sets.
        let list: [Int]
        let offset: Int
        var expires: Date?
    }

    private var positions: [String: Position] = [:]

    /// Issues a token for a position. As in some repositories, a URL must encode some of its characters.
    mutating func issue(_ position: Position) -> String {
        let token = "\(positions.count + 1)/\(position.offset)+\(position.prefix)&x=é%20"
        positions[token] = position
        return token
    }

    /// - Throws: ``Refusal`` `badResumptionToken` for a token that is unknown, has expired, or belongs to
    ///   another verb.
    func position(_ token: String, _ verb: Arguments.Verb, now: Date) throws(Refusal) -> Position {
        guard let position = positions[token], position.verb == verb else {
            throw Refusal(.badResumptionToken, "there is no such token")
        }
        if let expires = position.expires, expires <= now {
            throw Refusal(.badResumptionToken, "the token has expired")
        }
        return position
    }

    /// Returns the number of a token's page, from 1.
    func page(_ token: String, pageSize: Int) -> Int? { positions[token].map { $0.offset / pageSize + 1 } }
}
