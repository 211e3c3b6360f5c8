package import Foundation
import Synchronization

/// The time of day in a test, which changes only when the test says so. It begins at 2027-01-15T08:00:00Z.
package final class TestDate: Sendable {
    private let date: Mutex<Date>

    package init(_ date: Date = Date(timeIntervalSince1970: 1_800_000_000)) { self.date = Mutex(date) }

    package var now: Date { date.withLock { $0 } }

    package func pass(_ seconds: TimeInterval) { date.withLock { $0 += seconds } }
}
