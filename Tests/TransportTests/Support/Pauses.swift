import Foundation
import Synchronization
import Transport

/// Time that passes only on paper: keeps every pause that was asked for.
final class Pauses: Sendable {
    private let asked = Mutex<[Duration]>([])
    private let fraction: Double
    private let now: Date

    /// - Parameters:
    ///   - fraction: what the random source always gives.
    ///   - now: what the wall clock always shows.
    init(fraction: Double = 1, now: Date = Date(timeIntervalSince1970: 0)) {
        self.fraction = fraction
        self.now = now
    }

    var all: [Duration] { asked.withLock { $0 } }

    var surroundings: RetrySurroundings {
        RetrySurroundings(
            now: { self.now },
            sleep: { pause in
                self.asked.withLock { $0.append(pause) }
                try Task.checkCancellation()
            },
            fraction: { self.fraction })
    }
}
