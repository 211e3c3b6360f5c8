import Foundation
package import Model
package import Store

extension HostRuntime {
    /// Accepts rows to be pushed, as one job, all or none: once this returns each of them will be delivered or
    /// reported. `serve` delivers them; nothing is sent here.
    ///
    /// - Parameter rows: with a ``PushRow/plan`` each that is to be done only if that still fits.
    package func push(_ rows: [PushRow], to target: PushTarget) async throws(StoreError) -> PushJob.ID {
        try await store.accept(rows, of: target.id, group: target.group, at: outside.now())
    }

    /// How far a job is; nil where there is none of this id, or it is of a time that is no longer kept.
    package func pushJob(_ id: PushJob.ID) async throws(StoreError) -> PushJob? {
        try await store.pushJob(id)
    }

    /// What became of a job's rows, in their order.
    ///
    /// - Parameters:
    ///   - after: the last one of the page before.
    ///   - limit: how many at most.
    package func pushes(of job: PushJob.ID, after: StoredPush.ID? = nil, limit: Int)
        async throws(StoreError) -> [StoredPush]
    {
        try await store.pushes(of: job, after: after, limit: limit)
    }
}
