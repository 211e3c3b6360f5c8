package import Delivery
package import Model
import Runtime
import Store

/// A reconcile that was begun and that nobody waits for.
package struct ReconcileJob: Job {
    package let id: String
    /// Nil for all groups.
    package let group: String?
    /// Whether it only says what differs.
    package let isRehearsal: Bool
    /// The first of the differences, as far as they are known.
    package internal(set) var differences: [PlatformDifference] = []
    /// How many there are.
    package internal(set) var count = 0
    /// Of a rehearsal nil, and until it ended.
    package internal(set) var run: Run?
    package var error: String?
    package var isFinished = false
    package var version = 0

    /// How many differences are kept; the others show in the run (our decision).
    private static let most = 1_000

    fileprivate mutating func note(_ difference: PlatformDifference) {
        count += 1
        if differences.count < Self.most { differences.append(difference) }
    }
}

extension LiveHost {
    /// Begins a reconcile.
    ///
    /// - Parameter group: nil for all groups.
    package func reconcile(_ group: String?, isRehearsal: Bool) -> ReconcileJob {
        let host = current
        let job = ReconcileJob(
            id: host.context.environment.randomText().lowercased(), group: group, isRehearsal: isRehearsal)
        return reconciles.begin(job) { [reconciles] () throws(StoreError) in
            let reconciliation = Reconciliation(group: group, isRehearsal: isRehearsal) { difference in
                reconciles.change(job.id) { $0.note(difference) }
            }
            let done = try await host.delivery.reconcile(reconciliation)
            reconciles.change(job.id) { job in
                job.run = isRehearsal ? nil : done?.record
                job.error =
                    done == nil
                    ? "the platform cannot be read back; there is nothing to reconcile" : done?.error
            }
        }
    }
}
