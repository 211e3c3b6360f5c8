import Runtime
import Synchronization

/// Asks for a delivery at once, of whoever delivers while the host runs.
package final class DeliveryRequests: Sendable {
    package enum Extent: Comparable {
        /// What changed since the last delivery.
        case changes
        /// Also what was refused before, for an unknown learner among others.
        case all
    }

    private let signal = WakeSignal()
    private let asked = Mutex<Extent?>(nil)

    package init() {}

    /// Has a delivery begun as soon as can be; several requests that nobody has taken yet are one.
    package func ask(_ extent: Extent) {
        asked.withLock { $0 = max($0 ?? extent, extent) }
        signal.wake()
    }

    /// What was asked for since the last time; nil if nothing was.
    func take() -> Extent? {
        asked.withLock { asked in
            defer { asked = nil }
            return asked
        }
    }

    /// Sleeps until a while has passed or a delivery is asked for.
    func wait(for duration: Duration, on clock: any Clock<Duration>) async {
        await signal.sleep(for: duration, on: clock)
    }
}
