/// The latest listings, so that a page by offset does not repeat the search.
struct ListingCache: Sendable {
    private var listings: [Listing] = []
    private static let limit = 8

    func listing(_ generation: Generation, _ key: String, revision: Int) -> Listing? {
        listings.first { $0.generation == generation && $0.key == key && $0.library.revision == revision }
    }

    mutating func keep(_ listing: Listing) {
        if listings.count >= Self.limit { listings.removeFirst() }
        listings.append(listing)
    }
}
