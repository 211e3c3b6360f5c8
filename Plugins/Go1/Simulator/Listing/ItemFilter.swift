import SimulatorSupport
import ConnectorKit

/// The filter of a listing of items.
struct ItemFilter: Sendable {
    private var conditions: [@Sendable (PortalItem) -> Bool] = []

    func matches(_ item: PortalItem) -> Bool { conditions.allSatisfy { $0(item) } }

    private mutating func require(_ condition: @escaping @Sendable (PortalItem) -> Bool) {
        conditions.append(condition)
    }

    /// Returns the filter of the gateway's parameters.
    static func gateway(_ parameters: Parameters) -> ItemFilter {
        var filter = ItemFilter()
        let states = parameters.all("state[]")
        let wanted = states.isEmpty ? ["published"] : states
        filter.require { wanted.contains($0.state.rawValue) }
        switch parameters["collection"] {
        case "library": filter.require(\.inLibrary)
        case "not_added_to_library": filter.require { !$0.inLibrary }
        case "partner_content": filter.require(\.partner)
        case "subscribe": filter.require(\.subscribed)
        default: break
        }
        filter.requireCommon(parameters, types: parameters.all("type[]"))
        filter.requireProviders(
            parameters.all("providers[]"), excluded: parameters.flag("exclude_providers") == true)
        filter.requireLanguages(parameters)
        filter.requireTraits(parameters)
        filter.requireTimes(parameters)
        let ids = Set(parameters.all("id[]"))
        if !ids.isEmpty { filter.require { ids.contains($0.contentID) || ids.contains(String($0.id)) } }
        // No item of this portal has a category.
        if !parameters.all("category_id[]").isEmpty { filter.require { _ in false } }
        return filter
    }

    /// Returns the filter of v2's parameters. Drafts are listed with `published: false`, the only use of that
    /// member; retired and removed items are not listed (our decisions).
    static func v2(_ parameters: Parameters) -> ItemFilter {
        var filter = ItemFilter()
        filter.require { $0.state == .published || $0.state == .draft && $0.inLibrary }
        if parameters["collection"] != nil { filter.require(\.inLibrary) }
        if let subscribed = parameters.flag("subscribed") { filter.require { $0.subscribed == subscribed } }
        if parameters["event"] != nil { filter.require { $0.type != "event" } }
        filter.requireCommon(parameters, types: parameters.list("type"))
        filter.requireProviders(parameters.list("providers"), excluded: false)
        filter.requireLanguages(parameters)
        return filter
    }

    private mutating func requireCommon(_ parameters: Parameters, types: [String]) {
        if !types.isEmpty { require { types.contains($0.type) } }
        if let keyword = parameters["keyword"]?.lowercased() {
            require { item in
                [item.title, item.description].contains { $0?.plain?.lowercased().contains(keyword) == true }
            }
        }
        requireAny(parameters.all("topics[]")) { ($0.topics ?? []).map(\.name) }
        requireAny(parameters.all("tags[]"), \.tags)
        requireAny(parameters.all("skills[]"), \.skills)
        let spans = parameters.spans("duration")
        if !spans.isEmpty {
            require { item in
                let minutes = item.duration?.plain.flatMap(Double.init)
                return spans.contains { $0.contains(minutes) }
            }
        }
    }

    private mutating func requireProviders(_ ids: [String], excluded: Bool) {
        if !ids.isEmpty { require { ids.contains(String($0.provider.id)) != excluded } }
    }

    /// An item has one language and matches exactly that one. Whether `en` should also match `en-us` is not
    /// documented (our decision).
    private mutating func requireLanguages(_ parameters: Parameters) {
        let languages = Set(parameters.all("language[]").map { $0.lowercased() })
        guard !languages.isEmpty else { return }
        let all = parameters["language_op"] == "and"
        require { item in
            let own = item.language?.plain ?? ""
            return all ? languages == [own] : languages.contains(own)
        }
    }

    private mutating func requireTraits(_ parameters: Parameters) {
        requireAny(parameters.all("entry_level[]")) { [Self.level($0.traits.entryLevel)] }
        requireAny(parameters.all("region_relevance[]"), \.traits.regions)
        requireAny(parameters.all("locale[]"), \.traits.locales)
        requireAny(parameters.all("premium_status[]")) { [$0.traits.premium ?? "none"] }
        if let flag = parameters.flag("mobile_friendly") { require { $0.traits.mobile == flag } }
        if let flag = parameters.flag("is_compliance") { require { $0.traits.compliance == flag } }
        let feature = "accessibility_features_"
        if let flag = parameters.flag(feature + "transcript") { require { $0.traits.transcript == flag } }
        if let flag = parameters.flag(feature + "closed_captions") { require { $0.traits.captions == flag } }
        if let flag = parameters.flag(feature + "screenreader_compatible") {
            require { $0.traits.screenreader == flag }
        }
        if let level = parameters["accessibility_wcag_level"] { require { ($0.traits.wcag ?? "") >= level } }
        if let range = parameters.bounds("ratings_count") {
            require { range.contains(Double($0.traits.ratings)) }
        }
        if let range = parameters.bounds("five_star_rating") {
            require { range.contains($0.traits.ratings > 0 ? Double($0.traits.stars) / 10 : nil) }
        }
    }

    private mutating func requireTimes(_ parameters: Parameters) {
        let times: [(String, @Sendable (PortalItem) -> Int64?)] = [
            ("created_time", \.created), ("updated_time", \.updated), ("updated_media_time", \.created),
            ("updated_metadata_time", \.updated), ("retired_time", \.retires),
        ]
        for (name, time) in times {
            if let range = parameters.times(name) { require { range.contains(time($0)) } }
        }
    }

    private mutating func requireAny(
        _ wanted: [String], _ values: @escaping @Sendable (PortalItem) -> [String]
    ) {
        let wanted = Set(wanted.map { $0.lowercased() })
        if !wanted.isEmpty { require { values($0).contains { wanted.contains($0.lowercased()) } } }
    }

    private static func level(_ spelled: String) -> String {
        spelled == "Suitable for everyone" ? "anyone" : spelled.lowercased()
    }
}
