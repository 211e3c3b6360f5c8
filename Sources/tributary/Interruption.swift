import Dispatch
import Foundation
import Synchronization

/// Ctrl-C and SIGTERM: the first asks the work to stop, the second ends the program at once.
final class Interruption: Sendable {
    private let signals = AtomicCounter()

    var happened: Bool { signals.value > 0 }

    /// - Returns: what has to be kept for as long as signals are to be heard.
    func onInterrupt(_ stop: @escaping @Sendable () -> Void) -> [any DispatchSourceSignal] {
        [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { [signals] in
                if signals.increment() > 1 { _exit(ExitStatus.interrupted) }
                stop()
            }
            source.resume()
            return source
        }
    }
}

private final class AtomicCounter: Sendable {
    private let count = Atomic(0)

    var value: Int { count.load(ordering: .relaxed) }
    func increment() -> Int { count.add(1, ordering: .relaxed).newValue }
}
