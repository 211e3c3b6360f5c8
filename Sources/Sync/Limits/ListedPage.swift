import ConnectorKit

/// What a ``ListingLimits`` looks at of a page, whatever it lists.
struct ListedPage {
    /// As the provider states them.
    var rows: Int
    /// Nil for an estimate.
    var total: Int?
    var checkpoints: [Checkpoint?]
    /// Nil if the page brings no items, since they are unchanged.
    var content: Content?

    struct Content {
        var count: Int
        var bytes: Int
        /// Equal for pages of the same items; where a page has none, for the same place of the listing.
        var fingerprint: Int
        var isLast: Bool
    }
}

extension ListedPage {
    init(_ page: CatalogPage) {
        var bytes = page.refused.bytes
        var hash = Hasher()
        for item in page.items {
            bytes += item.bytes.count + item.id.utf8.count
            hash.combine(item.id)
        }
        for id in page.deleted { bytes += id.utf8.count }
        hash.combine(page.deleted)
        for item in page.refused { hash.combine(item.id) }
        if page.items.isEmpty, page.deleted.isEmpty { hash.combine(page.next?.text) }
        self.init(
            rows: page.rows, total: page.isTotalEstimated ? nil : page.total,
            checkpoints: [page.next, page.mark],
            content: Content(
                count: page.items.count + page.deleted.count + page.refused.count, bytes: bytes,
                fingerprint: hash.finalize(), isLast: page.isLast || page.next == nil))
    }

    init(_ page: EnrolmentPage) {
        var bytes = page.refused.bytes
        var hash = Hasher()
        for enrolment in page.enrolments {
            bytes += enrolment.id.utf8.count + enrolment.contentID.utf8.count + enrolment.account.utf8.count
            hash.combine(enrolment.id)
        }
        for item in page.refused { hash.combine(item.id) }
        if page.enrolments.isEmpty { hash.combine(page.next?.text) }
        self.init(
            rows: page.rows, total: page.total, checkpoints: [page.next, page.mark],
            content: Content(
                count: page.enrolments.count + page.refused.count, bytes: bytes,
                fingerprint: hash.finalize(), isLast: page.next == nil))
    }
}

extension [RefusedItem] {
    fileprivate var bytes: Int { reduce(0) { $0 + $1.reason.utf8.count + ($1.id?.utf8.count ?? 0) } }
}
