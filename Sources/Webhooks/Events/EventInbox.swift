import Store
import Synchronization

/// Keeps arriving events. Those that come while others are being written are written together after them, so
/// that a burst costs few transactions.
final class EventInbox: Sendable {
    private typealias Waiting = (
        event: ArrivedEvent, kept: CheckedContinuation<Result<KeptEvent, StoreError>, Never>
    )

    private struct State {
        var waiting: [Waiting] = []
        var isWriting = false
    }

    private let store: Store
    private let state = Mutex(State())

    init(_ store: Store) { self.store = store }

    /// Keeps an event; it is on the disk when this returns, unless it is outdated.
    func keep(_ event: ArrivedEvent) async throws(StoreError) -> KeptEvent {
        let result = await withCheckedContinuation { kept in
            let isFirst = state.withLock { state in
                state.waiting.append((event, kept))
                defer { state.isWriting = true }
                return !state.isWriting
            }
            if isFirst { Task { await write() } }
        }
        return try result.get()
    }

    private func write() async {
        while let batch = next() {
            do throws(StoreError) {
                let news = try await store.keep(batch.map(\.event))
                for (one, kept) in zip(batch, news) { one.kept.resume(returning: .success(kept)) }
            } catch {
                for one in batch { one.kept.resume(returning: .failure(error)) }
            }
        }
    }

    /// All that waits; nil, and nobody is writing any more, where nothing does.
    private func next() -> [Waiting]? {
        state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.isWriting = false
                return nil
            }
            defer { state.waiting = [] }
            return state.waiting
        }
    }
}
