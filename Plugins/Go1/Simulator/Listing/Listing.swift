/// The items that match a set of filters, and a snapshot of the library.
///
/// It is a value, so later changes of the portal do not affect a scroll.
struct Listing: Sendable {
    let generation: Generation
    /// The filters and the order, as ``Parameters/key(without:)`` formats them.
    let key: String
    let library: Library
    let positions: [Int]

    var total: Int { positions.count }

    /// Returns a part of the listing, which may extend beyond the end.
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
