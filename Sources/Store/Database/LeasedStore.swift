/// The store in the hands of who holds a lease, the only way to what needs one: each transaction first makes sure that
/// the lease is still held.
package struct LeasedStore: Sendable {
    package let store: Store
    let hold: LeaseHold

    @discardableResult
    func write<Value: Sendable>(
        toDisk: Bool = false, _ body: @Sendable @escaping (Session) throws -> Value
    ) async throws(StoreError) -> Value {
        try await store.write(toDisk: toDisk, under: hold, body)
    }
}

extension Store {
    /// The store to who holds a lease.
    package func under(_ lease: borrowing Lease) -> LeasedStore { LeasedStore(store: self, hold: lease.hold) }
}

/// What a transaction knows a lease by.
struct LeaseHold: Sendable {
    let name: String
    /// Grows from holder to holder, so that one who lost the lease is not taken for the next; 0 on an engine whose leases
    /// nobody can lose.
    let epoch: Int64
}
