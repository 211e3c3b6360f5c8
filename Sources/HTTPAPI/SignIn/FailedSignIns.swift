package import Foundation
import HTTPTypes
import Synchronization

/// Slows down whoever guesses tokens: after some wrong ones in a minute, the rest of it has to pass.
package final class FailedSignIns: Sendable {
    /// Wrong tokens in a minute; no source names a number (our decision).
    package static let limit = 60

    private let state = Mutex((minute: 0, count: 0))
    private let now: @Sendable () -> Date

    package init(now: @escaping @Sendable () -> Date) { self.now = now }

    /// Counts a wrong token.
    ///
    /// - Throws: ``Problem`` if there were too many in this minute.
    func note() throws(Problem) {
        let time = Int(now().timeIntervalSince1970)
        let isOver = state.withLock { state in
            if state.minute != time / 60 { state = (time / 60, 0) }
            guard state.count < Self.limit else { return true }
            state.count += 1
            return false
        }
        guard isOver else { return }
        let pause = 60 - time % 60
        throw Problem(
            status: .tooManyRequests, detail: "too many wrong tokens; wait \(pause) s", retryAfter: pause)
    }
}
