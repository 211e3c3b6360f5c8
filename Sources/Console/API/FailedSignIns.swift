import Foundation
import Synchronization

/// Slows those down who try tokens: after some wrong ones in a minute the rest of it has to pass.
final class FailedSignIns: Sendable {
    /// Wrong tokens in a minute; no source names a number (our decision).
    static let limit = 60

    private let state = Mutex((minute: 0, count: 0))
    private let now: @Sendable () -> Date

    init(now: @escaping @Sendable () -> Date) { self.now = now }

    /// How many seconds there are to wait; nil where there is no need to.
    func pause() -> Int? {
        let time = Int(now().timeIntervalSince1970)
        return state.withLock { $0.minute == time / 60 && $0.count >= Self.limit ? 60 - time % 60 : nil }
    }

    func refused() {
        let minute = Int(now().timeIntervalSince1970) / 60
        state.withLock { $0 = (minute, $0.minute == minute ? $0.count + 1 : 1) }
    }
}
