@testable import Delivery
import Foundation
import Testing

@Suite struct DeliveryTimingTests {
    private typealias Extent = DeliveryRequests.Extent

    private static let start = Date(timeIntervalSince1970: 1_800_000_000)

    /// What is delivered at which second, looked at once a second.
    ///
    /// - Parameters:
    ///   - changes: the seconds at which the store has changed.
    ///   - ends: how the deliveries end, the last one for all further ones.
    private func deliveries(
        until end: Int, changes: Set<Int> = [], asked: [Int: Extent] = [:], atWork: Range<Int> = 0..<0,
        ends: [Bool] = [true]
    ) -> [String] {
        var timing = DeliveryTiming()
        var (mark, told) = (1, [String]())
        _ = timing.step(asked: nil, mark: mark, isAtWork: false, at: Self.start)
        _ = timing.step(asked: .changes, mark: mark, isAtWork: false, at: Self.start)
        for second in 1...end {
            if changes.contains(second) { mark += 1 }
            let now = Self.start + TimeInterval(second)
            let extent = timing.step(
                asked: asked[second], mark: mark, isAtWork: atWork.contains(second), at: now)
            guard let extent else { continue }
            told.append("\(second) \(extent)")
            timing.ended(
                isComplete: told.count <= ends.count ? ends[told.count - 1] : ends.last ?? true, at: now)
        }
        return told
    }

    @Test("what is asked for is delivered at once, also while a run is at work")
    func asked() {
        #expect(
            deliveries(until: 9, changes: [2, 5], asked: [2: .changes, 5: .all], atWork: 1..<9)
                == ["2 changes", "5 all"])
    }

    @Test("changes are delivered together once the store is quiet, and in time where it is not")
    func quiet() {
        #expect(deliveries(until: 99, changes: [3]) == ["4 changes"])
        #expect(deliveries(until: 99, changes: [3, 4, 5]) == ["6 changes"])
        #expect(deliveries(until: 20, changes: Set(3...99)) == ["13 changes"])
    }

    @Test("changes of a run are delivered after its end, and of one that does not end after ten minutes")
    func run() {
        #expect(deliveries(until: 999, changes: Set(10...40), atWork: 9..<41) == ["41 changes"])
        #expect(deliveries(until: 999, changes: [10], atWork: 9..<9_999) == ["610 changes"])
    }

    @Test(
        "what was left is tried again after pauses that double, and nothing in between but what is asked for")
    func again() {
        let changes = Set(1...4_000)
        #expect(
            deliveries(until: 4_000, changes: changes, ends: [false]).prefix(8)
                == [
                    "11 changes", "41 all", "101 all", "221 all", "461 all", "941 all", "1841 all",
                    "2741 all",
                ])
        #expect(
            deliveries(until: 99, changes: [3], asked: [9: .changes], ends: [false, true])
                == ["4 changes", "9 changes"])
    }
}
