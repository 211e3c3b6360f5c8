package import Foundation

/// How many requests a simulated service answers in any stretch of time of one length. What is refused uses up nothing (our
/// decision).
package struct SimulatedRateLimit: Sendable {
    package let limit: Int
    private let length: TimeInterval
    private var arrivals: [Date] = []
    private var accepted: [Date] = []
    /// The most that arrived in any such stretch, those that were refused included.
    package private(set) var peak = 0

    /// - Parameter length: In seconds.
    package init(_ limit: Int, in length: TimeInterval) {
        self.limit = limit
        self.length = length
    }

    /// Counts a request.
    ///
    /// - Returns: In how many seconds a request is answered again; nil if this one is.
    package mutating func take(_ now: Date) -> TimeInterval? {
        let since = now.addingTimeInterval(-length)
        arrivals.removeAll { $0 <= since }
        accepted.removeAll { $0 <= since }
        arrivals.append(now)
        peak = max(peak, arrivals.count)
        guard accepted.count < limit else {
            return accepted.first.map { $0.timeIntervalSince(since) } ?? length
        }
        accepted.append(now)
        return nil
    }
}
