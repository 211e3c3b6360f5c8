import SimulatorSupport
import ConnectorKit

/// The order of a listing of items.
struct ItemOrder: Sendable {
    private let keys: [(value: @Sendable (PortalItem) -> SortValue, descending: Bool)]

    enum SortValue: Comparable {
        case nothing
        case number(Double)
        case text(String)
    }

    /// The gateway's order: by `sort` and `order` (default: descending), otherwise by relevance if there is a
    /// keyword and by title if not.
    static func gateway(_ parameters: Parameters) -> ItemOrder {
        let sorts = parameters.list("sort")
        let orders = parameters.list("order")
        if sorts.isEmpty {
            return parameters["keyword"] == nil
                ? ItemOrder(keys: [(value("title"), false)]) : ItemOrder(keys: [(value("relevance"), true)])
        }
        return ItemOrder(
            keys: sorts.enumerated().map { index, name in
                (value(name), (index < orders.count ? orders[index] : orders.last) != "asc")
            })
    }

    /// v2's order: by `sort`, such as `created:desc`, otherwise in the order of addition (our decision).
    static func v2(_ parameters: Parameters) -> ItemOrder {
        guard let sort = parameters["sort"]?.split(separator: ":"), sort.count == 2 else {
            return ItemOrder(keys: [])
        }
        return ItemOrder(keys: [(value(String(sort[0])), sort[1] == "desc")])
    }

    /// Returns the positions of the items that match a filter, in this order. The sort is stable.
    func positions(in library: Library, where filter: ItemFilter) -> [Int] {
        var found: [(position: Int, values: [SortValue])] = []
        for position in 0..<library.count {
            guard let item = library.item(position), filter.matches(item) else { continue }
            found.append((position, keys.map { $0.value(item) }))
        }
        guard !keys.isEmpty else { return found.map(\.position) }
        found.sort { left, right in
            for (index, key) in keys.enumerated() where left.values[index] != right.values[index] {
                return (left.values[index] < right.values[index]) != key.descending
            }
            return left.position < right.position
        }
        return found.map(\.position)
    }

    private static func value(_ name: String) -> @Sendable (PortalItem) -> SortValue {
        switch name {
        case "title": { $0.title?.plain.map { .text($0.lowercased()) } ?? .nothing }
        case "created": { .number(Double($0.created)) }
        case "updated_time", "updated_metadata_time": { .number(Double($0.updated)) }
        case "updated_media_time": { .number(Double($0.created)) }
        case "retired_time": { $0.retires.map { .number(Double($0)) } ?? .nothing }
        case "popularity", "relevance": { .number(Double($0.traits.enrolments)) }
        case "price": { .number(Double($0.traits.price)) }
        case "rating": { .number(Double($0.traits.stars)) }
        case "premium_submitted_time", "premium_reviewed_time":
            { $0.traits.premium == nil ? .nothing : .number(Double($0.created)) }
        default: { _ in .nothing }
        }
    }
}
