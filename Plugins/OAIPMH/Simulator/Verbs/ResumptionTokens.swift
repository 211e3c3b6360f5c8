import Foundation

/// The lists that were begun and not yet ended, by token.
///
/// A token may be used again while it lives, and its page is then the same (OAI-PMH 2.0 section 3.5.1).
struct ResumptionTokens: Sendable {
    /// Where a list goes on.
    struct Place: Sendable {
        let verb: Arguments.Verb
        let prefix: String
        /// What the whole list has: positions of records, or of sets.
        let list: [Int]
        let offset: Int
        var expires: Date?
    }

    private var places: [String: Place] = [:]

    /// Names a place. Tokens hold characters that a URL has to encode, as some repositories' do.
    mutating func issue(_ place: Place) -> String {
        let token = "\(places.count + 1)/\(place.offset)+\(place.prefix)&x=é%20"
        places[token] = place
        return token
    }

    /// - Throws: ``Refusal`` `badResumptionToken` for a token that was never issued, has lapsed, or belongs
    ///   to another verb.
    func place(_ token: String, _ verb: Arguments.Verb, now: Date) throws(Refusal) -> Place {
        guard let place = places[token], place.verb == verb else {
            throw Refusal(.badResumptionToken, "there is no such token")
        }
        if let expires = place.expires, expires <= now {
            throw Refusal(.badResumptionToken, "the token has expired")
        }
        return place
    }

    /// The number of the page a token stands for, counted from 1.
    func page(_ token: String, pageSize: Int) -> Int? { places[token].map { $0.offset / pageSize + 1 } }
}
