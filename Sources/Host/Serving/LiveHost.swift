import Delivery
package import ConfigurationFiles
import Runtime
import Store
package import Sync
import Synchronization

/// The host as it is configured now, for what runs longer than one configuration.
package final class LiveHost: Sendable {
    private struct State {
        var host: HostRuntime
        var tasks: [String: Task<Void, Never>] = [:]
        /// The oldest first.
        var jobs: [SyncJob] = []
        var reload: @Sendable () async -> String? = { nil }
        var phase = Phase.atWork
    }

    /// How many syncs that ended are remembered (our decision).
    private static let remembered = 50

    private let state: Mutex<State>
    let requests = DeliveryRequests()
    /// Where the configuration comes from; nil for a host that runs without files.
    package let source: ConfigurationSource?
    /// Told what goes wrong and is no caller's to know, or nobody waits for.
    package let report: @Sendable (String) -> Void
    package let board = RunBoard()
    package let reconciles = ReconcileJobs()

    package init(
        _ host: HostRuntime, from source: ConfigurationSource? = nil,
        report: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        state = Mutex(State(host: host))
        self.source = source
        self.report = report
    }

    package var current: HostRuntime { state.withLock { $0.host } }

    /// What a host that runs by itself is at; one that only answers is always at work.
    var phase: Phase {
        get { state.withLock { $0.phase } }
        set { state.withLock { $0.phase = newValue } }
    }

    /// From now on the host is configured like this.
    func replace(with host: HostRuntime) { state.withLock { $0.host = host } }

    /// From now on this reads the files again.
    func reloading(by reload: @escaping @Sendable () async -> String?) {
        state.withLock { $0.reload = reload }
    }

    /// Reads the files again, for who has just changed one and wants to see it.
    ///
    /// - Returns: why they are not in force; nil where they are.
    @discardableResult
    package func reload() async -> String? { await state.withLock { $0.reload }() }

    /// Has what changed delivered at once, without waiting for it; nothing where nothing is delivered by
    /// itself.
    package func deliver() { requests.ask(.changes) }

    // MARK: - Syncs

    /// A sync that was begun; nil where none of this id is remembered.
    package func job(_ id: SyncJob.ID) -> SyncJob? {
        state.withLock { state in state.jobs.first { $0.id == id } }
    }

    /// Begins a sync that nobody waits for; its job and its runs tell what became of it.
    @discardableResult
    package func sync(_ request: SyncRequest, _ options: SyncOptions = SyncOptions()) -> SyncJob {
        let job = SyncJob(
            id: current.context.environment.randomText().lowercased(), request: request,
            isRehearsal: options.isRehearsal)
        state.withLock { state in
            state.jobs.append(job)
            if state.jobs.count > Self.remembered, let old = state.jobs.firstIndex(where: \.isFinished) {
                state.jobs.remove(at: old)
            }
            let host = state.host
            state.tasks[job.id] = Task { await self.run(job, options, on: host) }
        }
        return job
    }

    private func run(_ job: SyncJob, _ options: SyncOptions, on host: HostRuntime) async {
        let follow = board.follower()
        let progress: SyncProgress = { _, kind, news in
            self.change(job.id) { $0.note(kind, news) }
            follow(news)
        }
        let delivers = options.deliver ?? host.delivery.deliversByItself
        do throws(StoreError) {
            if options.isRehearsal {
                let rehearsal = Mutex<DeliveryRehearsal?>(nil)
                let results = try await HostRuntime.rehearse(
                    job.request, host.configuration, registry: host.registry,
                    environment: host.context.environment,
                    progress: progress
                ) { copy throws(StoreError) in
                    guard delivers else { return }
                    let found = try await copy.delivery.rehearse()
                    rehearsal.withLock { $0 = found }
                }
                let delivery = rehearsal.withLock { $0 }
                change(job.id) { job in
                    job.results = results
                    job.calls = delivery?.calls
                    if let reasons = delivery?.reasons, !reasons.isEmpty {
                        job.error = reasons.joined(separator: "; ")
                    }
                }
            } else {
                let results = try await host.sync(job.request, progress: progress)
                change(job.id) { $0.results = results }
                let delivery = delivers ? try await host.delivery.deliver() : nil
                change(job.id) { $0.delivery = delivery }
            }
        } catch {
            report("\(error)")
            // What it says of this machine, such as paths, is for its administrator.
            change(job.id) { $0.error = "the host could not do it; what it reports says why" }
        }
        change(job.id) { $0.isFinished = true }
        state.withLock { $0.tasks[job.id] = nil }
    }

    private func change(_ id: SyncJob.ID, _ change: (inout SyncJob) -> Void) {
        state.withLock { state in
            guard let index = state.jobs.firstIndex(where: { $0.id == id }) else { return }
            state.jobs[index].version += 1
            change(&state.jobs[index])
        }
    }

    /// Interrupts what was begun, and waits until it is recorded.
    func stop() async {
        await reconciles.stop()
        let tasks = state.withLock { Array($0.tasks.values) }
        for task in tasks { task.cancel() }
        for task in tasks { await task.value }
    }
}

extension LiveHost {
    /// Makes a change, puts it in force, and has it delivered at once.
    ///
    /// - Parameter host: the host as it was when the change was described.
    package func perform<Value>(_ change: Change<Value>, on host: HostRuntime, by actor: ChangeActor)
        async throws -> Value
    {
        let value = try await host.perform(change, by: actor) { await self.reload() }
        if change.consequence != nil { deliver() }
        return value
    }
}
