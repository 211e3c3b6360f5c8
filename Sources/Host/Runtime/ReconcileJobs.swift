package import Delivery
import Foundation
package import Model
import Runtime
import Store
import Synchronization

/// A reconcile that was begun and that nobody waits for.
package struct ReconcileJob: Sendable, Identifiable {
    package let id: String
    /// Nil for all groups.
    package let group: String?
    /// Whether it is only told what differs.
    package let isRehearsal: Bool
    /// The first of the differences, as far as they are known.
    package internal(set) var differences: [PlatformDifference] = []
    /// How many there are.
    package internal(set) var count = 0
    /// Of a rehearsal nil, and until it ended.
    package internal(set) var run: Run?
    /// Why it was not done, or not all of it.
    package internal(set) var error: String?
    package internal(set) var isFinished = false

    /// How many differences are kept; the others show in the run (our decision).
    static let most = 1_000
}

/// The reconciles that calls began, as long as they are remembered.
package final class ReconcileJobs: Sendable {
    private let state = Mutex((jobs: [ReconcileJob](), tasks: [String: Task<Void, Never>]()))
    /// How many that ended are remembered (our decision).
    private static let remembered = 20

    package func job(_ id: ReconcileJob.ID) -> ReconcileJob? {
        state.withLock { state in state.jobs.first { $0.id == id } }
    }

    /// Begins a reconcile.
    ///
    /// - Parameter report: told what goes wrong and is no caller's to know.
    package func begin(
        _ group: String?, isRehearsal: Bool, on host: HostRuntime,
        report: @escaping @Sendable (String) -> Void
    ) -> ReconcileJob {
        let job = ReconcileJob(
            id: host.context.environment.randomText().lowercased(), group: group, isRehearsal: isRehearsal)
        state.withLock { state in
            state.jobs.append(job)
            if state.jobs.count > Self.remembered, let old = state.jobs.firstIndex(where: \.isFinished) {
                state.jobs.remove(at: old)
            }
            state.tasks[job.id] = Task { await self.run(job, on: host, report) }
        }
        return job
    }

    private func run(_ job: ReconcileJob, on host: HostRuntime, _ report: @Sendable (String) -> Void) async {
        let reconciliation = Reconciliation(group: job.group, isRehearsal: job.isRehearsal) { difference in
            self.change(job.id) { job in
                job.count += 1
                if job.differences.count < ReconcileJob.most { job.differences.append(difference) }
            }
        }
        do throws(StoreError) {
            let done = try await host.delivery.reconcile(reconciliation)
            change(job.id) { job in
                job.run = job.isRehearsal ? nil : done?.record
                job.error =
                    done == nil
                    ? "the platform cannot be read back; there is nothing to reconcile" : done?.error
            }
        } catch {
            report("\(error)")
            change(job.id) { $0.error = "the host could not do it; what it reports says why" }
        }
        change(job.id) { $0.isFinished = true }
        state.withLock { $0.tasks[job.id] = nil }
    }

    private func change(_ id: ReconcileJob.ID, _ change: (inout ReconcileJob) -> Void) {
        state.withLock { state in
            guard let index = state.jobs.firstIndex(where: { $0.id == id }) else { return }
            change(&state.jobs[index])
        }
    }

    /// Interrupts what was begun, and waits until it is recorded.
    func stop() async {
        let tasks = state.withLock { Array($0.tasks.values) }
        for task in tasks { task.cancel() }
        for task in tasks { await task.value }
    }
}
