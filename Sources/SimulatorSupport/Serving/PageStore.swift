import Dispatch
package import NIOCore
import Synchronization

/// Pages that are written once and sent many times, so that a benchmark measures its client.
package final class PageStore: Sendable {
    private let pages = Mutex<(revision: Int, bodies: [String: ByteBuffer])>((0, [:]))

    package init() {}

    /// Returns a page, written on first use and again after any change.
    ///
    /// - Parameters:
    ///   - key: The request for the page.
    ///   - revision: The number of changes so far.
    package func body<Refusal>(
        _ key: String, revision: Int, _ write: () throws(Refusal) -> ByteBuffer
    ) throws(Refusal) -> ByteBuffer {
        let known = pages.withLock { pages in
            if pages.revision != revision { pages = (revision, [:]) }
            return pages.bodies[key]
        }
        if let known { return known }
        let body = try write()
        keep(body, key, revision)
        return body
    }

    /// Writes pages ahead, on all processors.
    package func prepare(
        _ keys: [String], revision: Int, _ write: @Sendable (_ index: Int) -> ByteBuffer
    ) {
        DispatchQueue.concurrentPerform(iterations: keys.count) { index in
            keep(write(index), keys[index], revision)
        }
    }

    private func keep(_ body: ByteBuffer, _ key: String, _ revision: Int) {
        pages.withLock { pages in
            if pages.revision != revision { pages = (revision, [:]) }
            pages.bodies[key] = body
        }
    }
}
