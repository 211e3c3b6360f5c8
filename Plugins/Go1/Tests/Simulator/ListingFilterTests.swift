import SimulatorSupport
import ConnectorKit
import Go1Simulator
import Testing

/// A query, and a predicate for the items that it should find.
struct FilteredQuery: Sendable {
    let query: String
    let matches: @Sendable (PortalItem) -> Bool

    init(_ query: String, _ matches: @escaping @Sendable (PortalItem) -> Bool) {
        self.query = query
        self.matches = matches
    }
}

@Suite struct ListingFilterTests {
    /// The number of items of a portal whose Library has 300.
    static let count = 324
    /// 2024-01-01T00:00:00Z, and the last millisecond of 2024-06-30.
    private static let (january, june) = (Int64(1_704_067_200_000), Int64(1_719_791_999_999))

    private static func isOn(_ item: PortalItem) -> Bool { item.state == .published }

    private static func text(_ value: JSONValue?) -> String {
        if case .text(let text)? = value { text } else { "" }
    }

    private static func minutes(_ item: PortalItem) -> Int {
        if case .number(let text)? = item.duration { Int(text) ?? -1 } else { -1 }
    }

    private static let gateway: [FilteredQuery] = [
        .init("", isOn), .init("collection=library") { isOn($0) && $0.inLibrary },
        .init("collection=not_added_to_library") { isOn($0) && !$0.inLibrary },
        .init("collection=subscribe") { isOn($0) && $0.subscribed },
        .init("collection=partner_content") { isOn($0) && $0.partner },
        .init("state[]=draft") { $0.state == .draft }, .init("state[]=retired") { $0.state == .retired },
        .init("state[]=removed") { $0.state == .removed },
        .init("collection=library&state[]=retired") { $0.state == .retired && $0.inLibrary },
        .init("state[]=draft&state[]=published") { $0.state == .draft || isOn($0) },
        .init("type[]=video&type[]=audio") { isOn($0) && ["video", "audio"].contains($0.type) },
        .init("language[]=en") { isOn($0) && $0.language == "en" },
        .init("language[]=fr&language[]=pt-br") { isOn($0) && ["fr", "pt-br"].contains(text($0.language)) },
        .init("language_op=and&language[]=fr") { isOn($0) && $0.language == "fr" },
        .init("providers[]=298552&providers[]=2117281") {
            isOn($0) && [298_552, 2_117_281].contains($0.provider.id)
        },
        .init("providers[]=298552&exclude_providers=true") { isOn($0) && $0.provider.id != 298_552 },
        .init("keyword=remote") {
            isOn($0) && (text($0.title) + "\n" + text($0.description)).lowercased().contains("remote")
        },
        .init("topics[]=sales&topics[]=LEADERSHIP") {
            isOn($0) && ($0.topics ?? []).contains { ["Sales", "Leadership"].contains($0.name) }
        },
        .init("tags[]=Agile") { isOn($0) && $0.tags.contains("Agile") },
        .init("skills[]=excel&skills[]=mathematics") {
            isOn($0) && ($0.skills.contains("excel") || $0.skills.contains("mathematics"))
        },
        .init("duration[0][min]=0&duration[0][max]=5&duration[1][min]=60") {
            isOn($0) && (minutes($0) <= 5 || minutes($0) >= 60)
        },
        .init("duration[][max]=3") { isOn($0) && minutes($0) <= 3 },
        .init("entry_level[]=anyone") { isOn($0) && $0.traits.entryLevel == "Suitable for everyone" },
        .init("region_relevance[]=AU") { isOn($0) && $0.traits.regions.contains("AU") },
        .init("locale[]=en-UK") { isOn($0) && $0.traits.locales == ["en-UK"] },
        .init("mobile_friendly=false") { isOn($0) && !$0.traits.mobile },
        .init("is_compliance=true") { isOn($0) && $0.traits.compliance },
        .init("premium_status[]=pending&premium_status[]=rejected") {
            isOn($0) && ["pending", "rejected"].contains($0.traits.premium ?? "none")
        },
        .init("premium_status[]=none") { isOn($0) && $0.traits.premium == nil },
        .init("ratings_count[min]=100&ratings_count[max]=200") {
            isOn($0) && (100...200).contains($0.traits.ratings)
        },
        .init("five_star_rating[min]=4.5") { isOn($0) && $0.traits.stars >= 45 },
        .init("accessibility_features_transcript=true") { isOn($0) && $0.traits.transcript },
        .init("accessibility_features_closed_captions=false") { isOn($0) && !$0.traits.captions },
        .init("accessibility_features_screenreader_compatible=true") { isOn($0) && $0.traits.screenreader },
        .init("accessibility_wcag_level=2.1%20AAA") { isOn($0) && ($0.traits.wcag ?? "") >= "2.1 AAA" },
        .init("created_time[min]=2024-01-01&created_time[max]=2024-06-30") {
            isOn($0) && (january...june).contains($0.created)
        },
        .init("updated_time[min]=2024-01-01T00:00:00Z") { isOn($0) && $0.updated >= january },
        .init("updated_metadata_time[max]=2024-06-30T23:59:59.999") { isOn($0) && $0.updated <= june },
        .init("updated_media_time[min]=2024-01-01T01:00:00%2B01:00") { isOn($0) && $0.created >= january },
        .init("retired_time[min]=2026-10-01") { isOn($0) && $0.retires != nil },
    ]

    private static let v2: [FilteredQuery] = [
        .init("", isOn), .init("collection=default") { isOn($0) && $0.inLibrary },
        .init("marketplace=all", isOn),
        .init("subscribed=true") { isOn($0) && $0.subscribed },
        .init("subscribed=false") { isOn($0) && !$0.subscribed },
        .init("type=video,audio") { isOn($0) && ["video", "audio"].contains($0.type) },
        .init("event=false") { isOn($0) && $0.type != "event" },
        .init("providers=298552,2117281") { isOn($0) && [298_552, 2_117_281].contains($0.provider.id) },
        .init("language[]=de&language[]=ja") { isOn($0) && ["de", "ja"].contains(text($0.language)) },
        .init("tags[]=Agile") { isOn($0) && $0.tags.contains("Agile") },
        .init("topics[]=Sales") { isOn($0) && ($0.topics ?? []).contains { $0.name == "Sales" } },
        .init("duration[0][min]=60") { isOn($0) && minutes($0) >= 60 },
        .init("keyword=remote") {
            isOn($0) && (text($0.title) + "\n" + text($0.description)).lowercased().contains("remote")
        },
    ]

    @Test("a filter of the gateway finds exactly the matching items")
    func gatewayFilters() async throws {
        try await Self.check(Self.gateway) {
            "/learning-objects?\($0)&use_scroll=true&limit=5000&include[]=tags"
        }
    }

    @Test("a filter of v2 finds exactly the matching items")
    func v2Filters() async throws {
        try await Self.check(Self.v2) { "/v2/learning-objects?\($0)&limit=50" }
    }

    /// Checks that a page has exactly the expected items, as far as they fit, and that
    /// there are some.
    private static func check(
        _ rows: [FilteredQuery], target: @escaping @Sendable (String) -> String
    ) async throws {
        try await PortalSite.with(items: 300) { site in
            let items = (0..<count).compactMap { site.portal.item(at: $0) }
            for row in rows {
                let answer = try await site.get(target(row.query))
                let found = Set(ReadListing(hits: try #require(answer.json?["hits"]?.list)).ids)
                let expected = Set(items.filter(row.matches).map(\.id))
                #expect(!expected.isEmpty, "\(row.query)")
                #expect(answer.json?["total"] == .number(Double(expected.count)), "\(row.query)")
                #expect(found.isSubset(of: expected), "\(row.query)")
                #expect(found.count == expected.count || found.count == 50, "\(row.query)")
            }
        }
    }

    @Test("both kinds of ids find their items")
    func ids() async throws {
        try await PortalSite.with(items: 20) { site async throws in
            let items = (0..<2).compactMap { site.portal.item(at: $0) }
            let answer = try await site.get(
                "/learning-objects?id[]=\(items[0].id)&id[]=\(items[1].contentID)")
            let hits = try #require(answer.json?["hits"]?.list)
            #expect(ReadListing(hits: hits).ids.sorted() == items.map(\.id))
        }
    }

    /// The key of a sort order.
    private enum SortKey: Comparable {
        case text(String)
        case number(Int64)
    }

    private static let sorts: [String: [(key: @Sendable (PortalItem) -> SortKey, descending: Bool)]] = [
        "collection=library": [(title, false)],
        "sort=created": [({ .number($0.created) }, true)],
        "sort=created&order=asc": [({ .number($0.created) }, false)],
        "sort=price,updated_time&order=asc,desc": [
            ({ .number(Int64($0.traits.price)) }, false), ({ .number($0.updated) }, true),
        ],
        "sort=rating,title&order=desc,asc": [({ .number(Int64($0.traits.stars)) }, true), (title, false)],
        "keyword=remote": [({ .number(Int64($0.traits.enrolments)) }, true)],
    ]
    private static let title: @Sendable (PortalItem) -> SortKey = { .text(text($0.title).lowercased()) }

    @Test(
        "the gateway sorts by title, or by sort and order if given",
        arguments: sorts.keys.sorted())
    func sorting(_ query: String) async throws {
        let keys = try #require(Self.sorts[query])
        try await PortalSite.with(items: 200) { site async throws in
            let answer = try await site.get("/learning-objects?\(query)&use_scroll=true&limit=500")
            let items = ReadListing(hits: try #require(answer.json?["hits"]?.list)).ids
                .compactMap { site.portal.item($0) }
            #expect(items.count > 5)
            for (left, right) in zip(items, items.dropFirst()) {
                guard let rule = keys.first(where: { $0.key(left) != $0.key(right) }) else { continue }
                #expect((rule.key(left) < rule.key(right)) != rule.descending)
            }
        }
    }

    @Test("facets count the items of the listing")
    func facets() async throws {
        try await PortalSite.with(items: 200) { site async throws in
            let answer = try await site.get("/learning-objects?limit=1&collection=library&facets[]=type")
            let buckets = try #require(answer.json?["facets"]?["type"]?.list)
            var counts: [String: Double] = [:]
            for bucket in buckets { counts[bucket["key"]?.text ?? ""] = bucket["count"]?.double }
            let types = (0..<200).compactMap { site.portal.item(at: $0)?.type }
            #expect(counts == Dictionary(grouping: types) { $0 }.mapValues { Double($0.count) })
        }
    }
}
