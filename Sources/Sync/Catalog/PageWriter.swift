import ConnectorKit
import Store
import Synchronization

/// Writes pages in their order while the next ones are mapped. Pages that come while one is written are written
/// together, in one transaction.
struct PageWriter {
    /// How many changed items may wait to be written.
    private static let limit = 500

    private let store: LeasedStore
    private let waiting = WaitingPages()
    private var task: Task<Result<Void, StoreError>, Never>?

    init(_ store: LeasedStore) { self.store = store }

    /// Begins to write a page, after those before it.
    ///
    /// - Throws: what a page before it failed with.
    mutating func begin(_ commit: PageCommit) async throws(StoreError) {
        if waiting.count + commit.count > Self.limit { try await finish() }
        guard waiting.add(commit) else { return }
        try await finish()
        task = Task { [store, waiting] in
            while let pages = waiting.next() {
                do throws(StoreError) { try await PageCommit.write(pages, to: store) } catch {
                    waiting.stop()
                    return .failure(error)
                }
            }
            return .success(())
        }
    }

    /// Waits for what is being written if it changes one of these items. An item that is listed twice
    /// is then compared with what came first, and the later one stands.
    mutating func settle(_ items: [RawItem]) async throws(StoreError) {
        if waiting.contains(where: { $0.changes(items) }) { try await finish() }
    }

    /// Waits until everything is written.
    mutating func finish() async throws(StoreError) {
        let last = task
        task = nil
        try await last?.value.get()
    }
}

/// The pages that are being written, and those that come after them.
private final class WaitingPages: Sendable {
    private struct State {
        var pages: [PageCommit] = []
        /// Empty if nobody writes.
        var written: [PageCommit] = []
        var isWriting = false
    }

    private let state = Mutex(State())

    /// How many changed items wait.
    var count: Int { state.withLock { $0.pages.reduce(0) { $0 + $1.count } } }

    func contains(where isWanted: (PageCommit) -> Bool) -> Bool {
        state.withLock { $0.pages.contains(where: isWanted) || $0.written.contains(where: isWanted) }
    }

    /// - Returns: whether nobody writes, so that the caller has to begin.
    func add(_ page: PageCommit) -> Bool {
        state.withLock { state in
            state.pages.append(page)
            defer { state.isWriting = true }
            return !state.isWriting
        }
    }

    /// Takes what is to be written next; nil if nothing is, and who was writing ends.
    func next() -> [PageCommit]? {
        state.withLock { state in
            state.written = state.pages
            state.pages = []
            state.isWriting = !state.written.isEmpty
            return state.isWriting ? state.written : nil
        }
    }

    /// Who was writing has failed.
    func stop() { state.withLock { $0 = State() } }
}
