import Store

/// The one page that is being written while the next is mapped: pages reach the store in order.
struct PageWriter {
    private let store: Store
    private var task: Task<Result<Void, StoreError>, Never>?

    init(_ store: Store) { self.store = store }

    /// Begins to write a page, when the one before it is written.
    mutating func begin(_ commit: PageCommit) async throws(StoreError) {
        try await finish()
        let store = store
        task = Task {
            do throws(StoreError) { return .success(try await commit.write(to: store)) } catch {
                return .failure(error)
            }
        }
    }

    /// Waits until everything is written.
    mutating func finish() async throws(StoreError) {
        let last = task
        task = nil
        try await last?.value.get()
    }
}
