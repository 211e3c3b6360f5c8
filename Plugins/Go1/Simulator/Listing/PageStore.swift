import Hummingbird
import Synchronization

/// Pages that were written once and are sent many times, so that a benchmark measures its client.
final class PageStore: Sendable {
    private let heads = Mutex<[String: ByteBuffer]>([:])

    /// The bytes before the trailer; every page of the listing is written when its first one is asked for.
    func head(of page: Page) -> ByteBuffer {
        let key = page.key
        if let known = heads.withLock({ $0[key] }) { return known }
        if page.start == 0 {
            for start in stride(from: page.limit, to: page.listing.total, by: max(1, page.limit)) {
                let later = Page(
                    listing: page.listing, start: start, limit: page.limit, fragments: page.fragments)
                keep(later)
            }
        }
        return keep(page)
    }

    @discardableResult private func keep(_ page: Page) -> ByteBuffer {
        let head = ByteBuffer(bytes: page.head())
        heads.withLock { $0[page.key] = head }
        return head
    }
}
