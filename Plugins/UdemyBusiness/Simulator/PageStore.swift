import Dispatch
import NIOCore
import Synchronization

/// Pages that are written once and sent many times, so that a benchmark measures its client.
final class PageStore: Sendable {
    private let pages = Mutex<(revision: Int, bodies: [String: ByteBuffer])>((0, [:]))

    /// Returns a page, written on first use and again after any change. The first page of a list writes all of them,
    /// on all processors.
    func body(
        _ query: Query, of last: Int, revision: Int, _ write: @Sendable (Int) -> ByteBuffer
    ) -> ByteBuffer {
        if let known = known(query.text(page: query.page), revision) { return known }
        if query.page == 1 {
            DispatchQueue.concurrentPerform(iterations: last) { index in
                keep(write(index + 1), query.text(page: index + 1), revision)
            }
        }
        return known(query.text(page: query.page), revision) ?? write(query.page)
    }

    private func known(_ key: String, _ revision: Int) -> ByteBuffer? {
        pages.withLock { pages in
            if pages.revision != revision { pages = (revision, [:]) }
            return pages.bodies[key]
        }
    }

    private func keep(_ body: ByteBuffer, _ key: String, _ revision: Int) {
        pages.withLock { if $0.revision == revision { $0.bodies[key] = body } }
    }
}
