import ConnectorKit

/// The parameters of learners' accounts.
///
/// That accounts are listed at all beyond a search by e-mail, and how such a list is paged, is assumed:
/// clients were seen to send `email` alone (reference/go1-api-facts.md 5).
enum AccountParameters {
    static let list: [ParameterRule] = [
        .init("email", .text), .init("limit", .integer(1...50)), .init("offset", .integer(0...Int.max)),
    ]
    static let single: [ParameterRule] = [.init("include[]", .choice(["standard_fields"]), repeats: true)]
}
