import Hummingbird
import NIOCore
import Synchronization

/// Pages that are written once and sent many times, so that a benchmark measures its client.
final class PageStore: Sendable {
    private let bodies = Mutex<(revision: Int, known: [String: ByteBuffer])>((0, [:]))

    /// Returns the body of a page, written on first use and again after any change of the account.
    func body(
        _ target: String, revision: Int, _ write: () throws(Refusal) -> ByteBuffer
    ) throws(Refusal) -> ByteBuffer {
        let known = bodies.withLock { bodies in
            if bodies.revision != revision { bodies = (revision, [:]) }
            return bodies.known[target]
        }
        if let known { return known }
        let body = try write()
        bodies.withLock { bodies in
            if bodies.revision == revision { bodies.known[target] = body }
        }
        return body
    }
}
