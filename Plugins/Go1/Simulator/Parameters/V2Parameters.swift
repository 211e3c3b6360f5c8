import SimulatorSupport
import ConnectorKit

/// The parameters of v2 that clients were seen to send (rule G7). v2 has no published description; refusing
/// all others is our decision.
enum V2Parameters {
    static let listOperation = "GET /v2/learning-objects"
    static let singleOperation = "GET /v2/learning-objects/{id}"

    /// 50 is the largest page seen. 0 returns only the total and the facets.
    static let limits = 0...50
    static let defaultLimit = 20
    /// Both generations search the same index, so the gateway's limit applies here too (our decision).
    static let offsetLimit = GatewayParameters.offsetLimit

    static let paging: Set<String> = ["limit", "offset", "scroll", "scrollId", "facets"]
    static let types = GatewayParameters.types + ["module", "event", "quiz"]

    static let list: [ParameterRule] = [
        .init("limit", .integer(limits)), .init("offset", .integer(0...Int.max)), .init("keyword", .text),
        .init("type", .choices(types)), .init("providers", .numbers),
        .init("language[]", .language, repeats: true),
        .init("tags[]", .text, repeats: true), .init("topics[]", .text, repeats: true),
        .init("duration", .spans, repeats: true),
        .init("sort", .choice(sorts)), .init("facets", .choices(["instance", "tag", "language", "topics"])),
        .init("marketplace", .choice(["all"])), .init("event", .choice(["false"])),
        .init("collection", .choice(["default"])), .init("subscribed", .boolean), .init("scroll", .boolean),
        .init("scrollId", .text),
    ]

    private static let sorts = ["created", "title", "updated_time", "price", "popularity"].flatMap { name in
        ["\(name):asc", "\(name):desc"]
    }

    /// Checks combinations of parameters.
    static func checkTogether(_ parameters: Parameters) throws(Refusal) {
        let limit = parameters.integer("limit") ?? defaultLimit
        let offset = parameters.integer("offset") ?? 0
        let scrolls = parameters.flag("scroll") == true || parameters["scrollId"] != nil
        if offset > offsetLimit - limit {
            throw .invalid("offset and limit reach beyond \(offsetLimit) results; scroll=true was expected")
        }
        if scrolls, offset > 0 { throw .invalid("offset is given with scroll; scrollId was expected") }
        if scrolls, limit == 0 { throw .invalid("limit is \"0\"; a whole number from 1 to 50 was expected") }
    }
}
