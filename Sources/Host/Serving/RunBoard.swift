package import Model
import Store
package import Sync
import Synchronization

/// What the runs of this process are at, for those who watch one.
package final class RunBoard: Sendable {
    /// How many runs are remembered; those that ended are in the store (our decision).
    private static let limit = 64

    private let state = Mutex<[RunID: RunProgress]>([:])

    package init() {}

    /// What a run reported last; nil if it reported nothing, or runs in another process.
    package func progress(of run: RunID) -> RunProgress? { state.withLock { $0[run] } }

    /// Takes what one run after the other reports.
    package func follower() -> @Sendable (RunProgress) -> Void {
        let current = Mutex<RunID?>(nil)
        return { [self] news in
            if case .began(let run) = news { return current.withLock { $0 = run } }
            guard let run = current.withLock({ $0 }) else { return }
            state.withLock { state in
                state[run] = news
                if state.count > Self.limit, let oldest = state.keys.min(by: { $0.number < $1.number }) {
                    state[oldest] = nil
                }
            }
        }
    }
}
