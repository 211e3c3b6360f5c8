import Store

/// Keeps arriving events. Those that come while others are being written are written together after them, so
/// that a burst costs few transactions.
actor EventInbox {
    private typealias Waiting = (
        event: ArrivedEvent, kept: CheckedContinuation<Result<KeptEvent, StoreError>, Never>
    )

    private let store: Store
    private var waiting: [Waiting] = []
    private var isWriting = false

    init(_ store: Store) { self.store = store }

    /// Keeps an event; it is on the disk when this returns, unless it is outdated.
    func keep(_ event: ArrivedEvent) async throws(StoreError) -> KeptEvent {
        let result = await withCheckedContinuation { kept in
            waiting.append((event, kept))
            guard !isWriting else { return }
            isWriting = true
            Task { await self.write() }
        }
        return try result.get()
    }

    private func write() async {
        while !waiting.isEmpty {
            let batch = waiting
            waiting = []
            do throws(StoreError) {
                let news = try await store.keep(batch.map(\.event))
                for (one, kept) in zip(batch, news) { one.kept.resume(returning: .success(kept)) }
            } catch {
                for one in batch { one.kept.resume(returning: .failure(error)) }
            }
        }
        isWriting = false
    }
}
