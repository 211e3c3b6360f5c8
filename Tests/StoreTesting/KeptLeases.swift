package import Store
import Synchronization

/// Leases that tests hold until they are done with a store: an engine whose leases can be lost looks at them in every
/// transaction.
package enum KeptLeases {
    private final class Kept: Sendable {
        private let lease: Lease

        init(_ lease: consuming Lease) { self.lease = lease }
    }

    private static let kept = Mutex<[ObjectIdentifier: [Kept]]>([:])

    /// Keeps the leases of a store until ``giveBack(of:)``.
    package static func begin(of store: Store) { kept.withLock { $0[ObjectIdentifier(store)] = [] } }

    package static func giveBack(of store: Store) {
        _ = kept.withLock { $0.removeValue(forKey: ObjectIdentifier(store)) }
    }

    static func keep(_ lease: consuming Lease, of store: Store) {
        let one = Kept(lease)
        kept.withLock { $0[ObjectIdentifier(store)]?.append(one) }
    }
}
