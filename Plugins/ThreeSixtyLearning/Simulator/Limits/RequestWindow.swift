import Foundation

/// The requests of the last second, of one kind.
struct RequestWindow: Sendable {
    let limit: Int
    private var arrivals: [Date] = []
    private var accepted: [Date] = []
    /// The most that arrived in any second, those that were refused included.
    private(set) var peak = 0

    init(limit: Int) { self.limit = limit }

    /// Counts a request; false where it is one too many. What is refused uses up nothing (our decision).
    mutating func take(_ now: Date) -> Bool {
        let since = now.addingTimeInterval(-1)
        arrivals.removeAll { $0 <= since }
        accepted.removeAll { $0 <= since }
        arrivals.append(now)
        peak = max(peak, arrivals.count)
        guard accepted.count < limit else { return false }
        accepted.append(now)
        return true
    }
}
