/// The items that one set of filters found, and the library as it was then.
///
/// A value: what changes in the portal later does not reach a listing that scrolls.
struct Listing: Sendable {
    let generation: Generation
    /// The filters and the order, as ``Parameters/key(without:)`` spells them.
    let key: String
    let library: Library
    let positions: [Int]

    var total: Int { positions.count }

    /// The items of a part of the listing; it may reach beyond the end.
    func items(from start: Int, count: Int) -> [PortalItem] {
        let start = min(max(start, 0), total)
        return positions[start..<min(total, start + count)].compactMap(library.item)
    }

    var items: some Sequence<PortalItem> { positions.lazy.compactMap(library.item) }
}

/// The two generations of Go1's API.
enum Generation: String, Sendable {
    case v2, gateway
}
