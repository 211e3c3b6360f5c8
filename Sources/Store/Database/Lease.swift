/// The exclusive right to work on one thing, against every other process on this store.
///
/// It ends with the process that holds it, however that process ends.
package struct Lease: ~Copyable {
    let hold: LeaseHold
    private let end: @Sendable () -> Void

    init(_ hold: LeaseHold, end: @escaping @Sendable () -> Void) {
        self.hold = hold
        self.end = end
    }

    deinit { end() }

    /// Gives the lease back.
    package consuming func release() {}
}
