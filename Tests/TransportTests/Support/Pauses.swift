import Foundation
import Synchronization
import Transport

/// A simulated clock that records every requested pause.
final class Pauses: Sendable {
    private let asked = Mutex<[Duration]>([])
    private let fraction: Double
    private let now: Date

    /// - Parameters:
    ///   - fraction: The value that the random source always returns.
    ///   - now: The time that the wall clock always shows.
    init(fraction: Double = 1, now: Date = Date(timeIntervalSince1970: 0)) {
        self.fraction = fraction
        self.now = now
    }

    var all: [Duration] { asked.withLock { $0 } }

    var environment: RetryEnvironment {
        RetryEnvironment(
            now: { self.now },
            sleep: { pause in
                self.asked.withLock { $0.append(pause) }
                try Task.checkCancellation()
            },
            fraction: { self.fraction })
    }
}
