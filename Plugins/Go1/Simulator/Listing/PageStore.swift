import Dispatch
import Hummingbird
import Synchronization

/// Pages that are written once and sent many times, so that a benchmark measures its client.
final class PageStore: Sendable {
    private let heads = Mutex<[String: ByteBuffer]>([:])
    private let bodies = Mutex<(revision: Int, known: [String: ByteBuffer])>((0, [:]))

    /// Returns the body of a page of learners' data, written on first use and again after any change.
    func body(
        _ key: String, revision: Int, _ write: () throws(Refusal) -> [ByteBuffer]
    ) throws(Refusal) -> ByteBuffer {
        let known = bodies.withLock { bodies in
            if bodies.revision != revision { bodies = (revision, [:]) }
            return bodies.known[key]
        }
        if let known { return known }
        let body = try write().reduce(into: ByteBuffer()) { $0.writeImmutableBuffer($1) }
        bodies.withLock { bodies in
            if bodies.revision == revision { bodies.known[key] = body }
        }
        return body
    }

    /// Returns the bytes before the trailer. The first request of a listing writes all of its pages.
    func head(of page: Page) -> ByteBuffer {
        let key = page.key
        if let known = heads.withLock({ $0[key] }) { return known }
        if page.start == 0 {
            DispatchQueue.concurrentPerform(iterations: page.listing.total / max(1, page.limit)) { index in
                keep(
                    Page(
                        listing: page.listing, start: (index + 1) * page.limit, limit: page.limit,
                        fragments: page.fragments))
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
