extension Store {
    /// Makes this process the only one that serves the store, until ``endServing()``; each of its writing transactions
    /// makes sure that it still is. A store that is a file may be served by any number of processes.
    ///
    /// - Throws: ``StoreError/busy(_:)`` if another process serves it. One that ended without saying so is waited for:
    ///   that takes as long as leases last.
    package func serve() async throws(StoreError) {
        do { try await engine.serve() } catch { throw engine.explain(error) }
    }

    /// Lets another process serve the store.
    package func endServing() { engine.endServing() }
}

/// The right to serve, for as long as somebody holds this.
final class ServingRight: Sendable {
    private let lease: Lease
    let hold: LeaseHold

    init(_ lease: consuming Lease) {
        hold = lease.hold
        self.lease = lease
    }
}
