import SimulatorSupport
import ConnectorKit

/// The parameters of learners' accounts.
///
/// Listing accounts without an e-mail, and how such a list is paged, is assumed: clients were only seen to
/// send `email` (rule G16).
enum AccountParameters {
    static let list: [ParameterRule] = [
        .init("email", .text), .init("limit", .integer(1...50)), .init("offset", .integer(0...Int.max)),
    ]
    static let single: [ParameterRule] = [.init("include[]", .choice(["standard_fields"]), repeats: true)]
}
