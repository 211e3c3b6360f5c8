import Foundation

/// When a running host delivers: a pure function of what it sees each second (the times are our decision).
///
/// What is asked for begins at once. What else changes in the store, by events or by another process, is
/// delivered together, once the store is quiet and no run is at work that will change more.
struct DeliveryTiming {
    /// How long changes wait for quiet or for the end of a run at most.
    static let longestWait: TimeInterval = 600
    static let longestUnrest: TimeInterval = 10
    /// The pause after a delivery that left something, doubled each time.
    static let firstPause: TimeInterval = 30
    static let longestPause: TimeInterval = 900

    private var mark: Int?
    /// Since when the store has a change that was not looked at.
    private var changed: Date?
    private(set) var failures = 0
    private var again: Date?

    /// - Parameters:
    ///   - mark: another one after every change of the store.
    ///   - isAtWork: whether a run over a connection has not ended.
    /// - Returns: what is to be delivered now, if anything.
    mutating func step(
        asked: DeliveryRequests.Extent?, mark: Int, isAtWork: Bool, at now: Date
    ) -> DeliveryRequests.Extent? {
        let isQuiet = mark == self.mark
        if !isQuiet { changed = changed ?? now }
        self.mark = mark
        let isAgain = again.map { $0 <= now } ?? false
        if asked != nil || isAgain {
            changed = nil
            if isAgain { again = nil }
            return isAgain ? .all : asked
        }
        guard let changed, again == nil else { return nil }
        let waited = now.timeIntervalSince(changed)
        let isReady = isAtWork ? waited >= Self.longestWait : isQuiet || waited >= Self.longestUnrest
        guard isReady else { return nil }
        self.changed = nil
        return .changes
    }

    /// Notes how a delivery ended.
    ///
    /// - Parameter isComplete: whether nothing waits that could be sent.
    mutating func ended(isComplete: Bool, at now: Date) {
        failures = isComplete ? 0 : failures + 1
        let pause = Self.firstPause * pow(2, Double(min(failures, 10) - 1))
        again = isComplete ? nil : now + min(pause, Self.longestPause)
    }
}
