import ConnectorKit
import SimulatorSupport

/// The number of items of a listing for each value, for the filters of a search.
struct Facets {
    private(set) var counts: [String: [String: Int]] = [:]
    private var names: [String: String] = [:]

    init(_ wanted: [String], of items: some Sequence<PortalItem>) {
        for name in wanted { counts[name] = [:] }
        for item in items {
            for name in wanted {
                for key in Self.keys(name, of: item) { counts[name, default: [:]][key, default: 0] += 1 }
            }
            names[String(item.provider.id)] = item.provider.name
        }
    }

    /// The gateway's format: a list for each name, with buckets of `key` and `count`.
    var gateway: JSONValue {
        .object(
            counts.sorted { $0.key < $1.key }.map { name, buckets in
                .init(
                    name,
                    .list(
                        sorted(buckets).map { key, count in
                            .members([
                                "key": .text(key), "count": .integer(count),
                                "name": name == "providers" ? names[key].map(JSONValue.text) : nil,
                                "from": name == "duration" ? bounds(key)?.from : nil,
                                "to": name == "duration" ? bounds(key)?.to : nil,
                            ])
                        }))
            })
    }

    /// v2's format: buckets of `key` and `doc_count`, with the totals of its search engine.
    var v2: JSONValue {
        .object(
            counts.sorted { $0.key < $1.key }.map { name, buckets in
                .init(
                    name,
                    [
                        "doc_count_error_upper_bound": 0, "sum_other_doc_count": 0,
                        "buckets": .list(
                            sorted(buckets).map { key, count in
                                .members([
                                    "key": name == "instance" ? .number(key) : .text(key),
                                    "doc_count": .integer(count),
                                    "name": name == "instance" ? names[key].map(JSONValue.text) : nil,
                                    "type": name == "tag" ? "premium" : nil,
                                ])
                            }),
                    ])
            })
    }

    private func sorted(_ buckets: [String: Int]) -> [(String, Int)] {
        buckets.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { ($0.key, $0.value) }
    }

    private func bounds(_ key: String) -> (from: JSONValue, to: JSONValue?)? {
        let parts = key.split(separator: "-").map { JSONValue.number(String($0)) }
        return parts.first.map { ($0, parts.count > 1 ? parts[1] : nil) }
    }

    private static func keys(_ name: String, of item: PortalItem) -> [String] {
        switch name {
        case "providers", "instance": [String(item.provider.id)]
        case "language": item.language?.plain.map { $0.isEmpty ? [] : [$0] } ?? []
        case "type": [item.type]
        case "topics": Array(Set((item.topics ?? []).map(\.name)))
        case "tag": item.tags
        case "region_relevance": item.traits.regions
        case "locale": item.traits.locales
        case "entry_level": [item.traits.entryLevel]
        case "mobile_friendly": [String(item.traits.mobile)]
        case "is_compliance": [String(item.traits.compliance)]
        case "duration": item.duration?.plain.flatMap(Double.init).map { [durationKey($0)] } ?? []
        case "accessibility_wcag_level": item.traits.wcag.map { [$0] } ?? []
        case "accessibility_features": features(item)
        case "five_star_rating": item.traits.ratings > 0 ? [GatewayObject.stars(item.traits.stars)] : []
        default: []
        }
    }

    private static func durationKey(_ minutes: Double) -> String {
        switch minutes {
        case ..<15: "0-15"
        case ..<30: "15-30"
        case ..<60: "30-60"
        default: "60"
        }
    }

    private static func features(_ item: PortalItem) -> [String] {
        [
            item.traits.captions ? "closed_captions" : nil, item.traits.transcript ? "transcript" : nil,
            item.traits.screenreader ? "screenreader_compatible" : nil,
        ].compactMap { $0 }
    }
}
