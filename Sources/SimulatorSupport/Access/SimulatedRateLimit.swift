package import Foundation
import Synchronization

/// How many requests a simulated service answers in any stretch of time of one length. What is refused uses up nothing (our
/// decision).
package final class SimulatedRateLimit: Sendable {
    private struct State {
        var arrivals: [Date] = []
        var accepted: [Date] = []
        var peak = 0
    }

    package let limit: Int
    private let length: TimeInterval
    private let state = Mutex(State())

    /// - Parameter length: In seconds.
    package init(_ limit: Int, in length: TimeInterval) {
        self.limit = limit
        self.length = length
    }

    /// The most that arrived in any such stretch, those that were refused included.
    package var peak: Int { state.withLock { $0.peak } }

    /// Counts a request.
    ///
    /// - Returns: In how many seconds a request is answered again; nil if this one is.
    package func take(_ now: Date) -> TimeInterval? {
        state.withLock { state in
            let since = now.addingTimeInterval(-length)
            state.arrivals.removeAll { $0 <= since }
            state.accepted.removeAll { $0 <= since }
            state.arrivals.append(now)
            state.peak = max(state.peak, state.arrivals.count)
            guard state.accepted.count < limit else {
                return state.accepted.first.map { $0.timeIntervalSince(since) } ?? length
            }
            state.accepted.append(now)
            return nil
        }
    }

    /// Counts a request.
    ///
    /// - Throws: ``SimulatedRefusal`` 429 if it is one too many, with the seconds until one is answered again in
    ///   `Retry-After`.
    package func check(
        _ now: Date = Date(), _ message: String = "too many requests"
    ) throws(SimulatedRefusal) {
        guard let pause = take(now) else { return }
        throw SimulatedRefusal(429, message, headers: ["Retry-After": "\(Int(pause.rounded(.up)))"])
    }
}
