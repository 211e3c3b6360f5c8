import ConnectorKit
import Store

/// The one page that is being written while the next is mapped: pages reach the store in order.
struct PageWriter {
    private let store: LeasedStore
    private var task: Task<Result<Void, StoreError>, Never>?
    private var commit: PageCommit?

    init(_ store: LeasedStore) { self.store = store }

    /// Begins to write a page, when the one before it is written.
    mutating func begin(_ commit: PageCommit) async throws(StoreError) {
        try await finish()
        let store = store
        self.commit = commit
        task = Task {
            do throws(StoreError) { return .success(try await commit.write(to: store)) } catch {
                return .failure(error)
            }
        }
    }

    /// Waits for the page that is being written if it changes one of these items. An item that is listed twice
    /// is then compared with what came first, and the later one stands.
    mutating func settle(_ items: [RawItem]) async throws(StoreError) {
        if commit?.changes(items) == true { try await finish() }
    }

    /// Waits until everything is written.
    mutating func finish() async throws(StoreError) {
        let last = task
        task = nil
        commit = nil
        try await last?.value.get()
    }
}
