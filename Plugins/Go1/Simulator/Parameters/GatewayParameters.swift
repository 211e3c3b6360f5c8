import SimulatorSupport
import ConnectorKit

/// The parameters of the gateway, from the published description of 2025-01-01.
enum GatewayParameters {
    static let listOperation = "GET /learning-objects"
    static let singleOperation = "GET /learning-objects/{id}"

    /// At most 50 items a page, 5,000 with `use_scroll=true`.
    static let pageLimit = 50
    static let scrollLimit = 5_000
    static let defaultLimit = 20
    /// The limit of paging by offset.
    static let offsetLimit = 10_000

    /// The parameters that select a page of a listing and its form.
    static let paging: Set<String> = ["limit", "offset", "use_scroll", "scroll_id", "include[]", "facets[]"]

    static let sorts = [
        "created", "popularity", "price", "relevance", "title", "retired_time", "rating", "updated_time",
        "premium_submitted_time", "premium_reviewed_time", "updated_media_time", "updated_metadata_time",
    ]
    static let facets = [
        "providers", "language", "mobile_friendly", "region_relevance", "topics", "duration",
        "duration_granular", "entry_level", "type", "locale", "regulations", "is_compliance",
        "restricted_categories", "five_star_rating", "categories", "accessibility_wcag_level",
        "accessibility_features",
    ]
    static let types = [
        "course", "playlist", "document", "link", "interactive", "text", "video", "audio", "award",
    ]
    static let regions = ["GLOBAL", "MY", "UAE", "US", "AU", "NZ", "CA", "GB", "ZA"]

    static let list: [ParameterRule] = [
        .init("limit", .integer(1...scrollLimit)), .init("offset", .integer(0...Int.max)),
        .init("keyword", .text), .init("sort", .choices(sorts)), .init("order", .choices(["asc", "desc"])),
        .init("collection", .choice(["library", "not_added_to_library", "partner_content", "subscribe"])),
        .init("providers[]", .text, repeats: true), .init("exclude_providers", .boolean),
        .init("entry_level[]", .choice(["beginner", "intermediate", "advanced", "anyone"]), repeats: true),
        .init("language[]", .lowerCaseLanguage, repeats: true), .init("language_op", .choice(["and", "or"])),
        .init("mobile_friendly", .boolean), .init("is_compliance", .boolean),
        .init("region_relevance[]", .choice(regions), repeats: true),
        .init("locale[]", .choice(Vocabulary.locales), repeats: true),
        .init("duration", .spans, repeats: true),
        .init("skills[]", .text, repeats: true), .init("topics[]", .text, repeats: true),
        .init("tags[]", .text, repeats: true), .init("type[]", .choice(types), repeats: true),
        .init("facets[]", .choice(facets), repeats: true), .init("id[]", .text, repeats: true),
        .init("state[]", .choice(PortalItem.State.allCases.map(\.rawValue)), repeats: true),
        .init("created_time", .times), .init("updated_time", .times), .init("retired_time", .times),
        .init("updated_media_time", .times), .init("updated_metadata_time", .times),
        .init("use_scroll", .boolean), .init("scroll_id", .text),
        .init("premium_status[]", .choice(["pending", "approved", "rejected", "none"]), repeats: true),
        .init("ratings_count", .bounds(0...1e9)), .init("five_star_rating", .bounds(1...5)),
        .init("accessibility_features_screenreader_compatible", .boolean),
        .init("accessibility_features_transcript", .boolean),
        .init("accessibility_features_closed_captions", .boolean),
        .init("accessibility_wcag_level", .choice(Vocabulary.wcagLevels)),
        .init("category_id[]", .text, repeats: true), .init("preferred_language", .language),
        .init("include[]", .choice(GatewayObject.listed), repeats: true),
    ]

    static let single: [ParameterRule] = [
        .init("identifier", .choice(["external_id"])), .init("preferred_language", .language),
        .init("include[]", .choice(GatewayObject.listed + GatewayObject.singleOnly), repeats: true),
    ]

    /// Checks combinations of parameters.
    static func checkTogether(_ parameters: Parameters) throws(Refusal) {
        let scrolls = parameters.flag("use_scroll") == true
        let limit = parameters.integer("limit") ?? defaultLimit
        let offset = parameters.integer("offset") ?? 0
        if !scrolls, limit > pageLimit {
            throw .invalid(
                "limit is \"\(limit)\"; a whole number from 1 to \(pageLimit) was expected, "
                    + "or up to \(scrollLimit) with use_scroll=true")
        }
        if !scrolls, offset > offsetLimit - limit {
            throw .invalid(
                "offset and limit reach beyond \(offsetLimit) results; use_scroll=true was expected")
        }
        if scrolls, offset > 0 {
            throw .invalid("offset is given with use_scroll=true; scroll_id was expected")
        }
        if !scrolls, parameters["scroll_id"] != nil {
            throw .invalid("scroll_id is given alone; use_scroll=true was expected with it")
        }
        if parameters.list("order").count > parameters.list("sort").count {
            throw .invalid("order has more values than sort; a sort for each was expected")
        }
        let states = Set(parameters.all("state[]"))
        if states.count > 1, states != ["draft", "published"] {
            throw .invalid(
                "state[] is \(states.sorted().joined(separator: ", ")); only draft and published may be "
                    + "asked for together, retired and removed each alone")
        }
    }
}
