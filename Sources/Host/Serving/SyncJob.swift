package import Delivery
package import Model
import Runtime
import Store
package import Sync
import Synchronization

/// A sync that was begun and that nobody waits for, as those who watch it see it.
package struct SyncJob: Job {
    package let id: String
    package let request: SyncRequest
    /// Whether only what it would change is asked for.
    package let isRehearsal: Bool
    /// What is read now, and how far that is.
    package internal(set) var progress: (kind: RunKind, news: RunProgress)?
    /// The runs so far, those of a rehearsal excepted.
    package internal(set) var runs: [RunID] = []
    /// What each run came to, once all ended.
    package internal(set) var results: [SyncResult] = []
    /// The calls that would be made to the platform; nil if none are to be.
    package internal(set) var calls: [String]?
    package internal(set) var delivery: DeliveryReport?
    /// Why it could not be done at all; of a rehearsal, also why not all of the delivery would be.
    package var error: String?
    package var isFinished = false
    package var version = 0

    fileprivate mutating func note(_ kind: RunKind, _ news: RunProgress) {
        progress = (kind, news)
        if case .began(let run) = news, !isRehearsal { runs.append(run) }
    }
}

extension LiveHost {
    /// Begins a sync that nobody waits for; its job and its runs say what became of it.
    @discardableResult
    package func sync(_ request: SyncRequest, _ options: SyncOptions = SyncOptions()) -> SyncJob {
        let host = current
        let job = SyncJob(
            id: host.context.environment.randomText().lowercased(), request: request,
            isRehearsal: options.isRehearsal)
        return syncs.begin(job) { () throws(StoreError) in try await self.run(job, options, on: host) }
    }

    private func run(
        _ job: SyncJob, _ options: SyncOptions, on host: HostRuntime
    ) async throws(StoreError) {
        let follow = board.follower()
        let progress: SyncProgress = { [syncs] _, kind, news in
            syncs.change(job.id) { $0.note(kind, news) }
            follow(news)
        }
        let delivers = options.deliver ?? host.delivery.deliversByItself
        guard options.isRehearsal else {
            let results = try await host.sync(job.request, progress: progress)
            syncs.change(job.id) { $0.results = results }
            let delivery = delivers ? try await host.delivery.deliver() : nil
            return syncs.change(job.id) { $0.delivery = delivery }
        }
        let rehearsal = Mutex<DeliveryRehearsal?>(nil)
        let results = try await HostRuntime.rehearse(
            job.request, host.configuration, registry: host.registry, environment: host.context.environment,
            progress: progress
        ) { copy throws(StoreError) in
            guard delivers else { return }
            let found = try await copy.delivery.rehearse()
            rehearsal.withLock { $0 = found }
        }
        let delivery = rehearsal.withLock { $0 }
        syncs.change(job.id) { job in
            job.results = results
            job.calls = delivery?.calls
            if let reasons = delivery?.reasons, !reasons.isEmpty {
                job.error = reasons.joined(separator: "; ")
            }
        }
    }
}
