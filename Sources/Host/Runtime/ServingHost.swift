import ConnectorKit
import Foundation
public import Store
import Synchronization

/// A host that runs by itself: it does what the schedule asks, works off events, and follows edited files.
///
/// An edit that is right is in force within seconds. One that is not is reported, and what ran before goes on.
public final class ServingHost: Sendable {
    /// How often it looks whether a file was edited (our decision).
    static let interval = Duration.seconds(1)

    public let live: LiveHost
    private let source: ConfigurationSource
    private let mistakes: @Sendable (ConfigurationMistakes) -> Void
    private let report: @Sendable (String) -> Void
    private let counters = WebhookCounters()
    private let webhooks: Mutex<WebhookReceiver>
    private let workers: AsyncStream<Workers>
    private let work: AsyncStream<Workers>.Continuation
    /// What the files were when they were last read; nil where they have to be read again.
    private let seen: Mutex<ConfigurationStamp?>
    /// One reading at a time, whoever asked for it.
    private let reading = Mutex<Task<Void, Never>?>(nil)

    /// What is worked off all the time, as the host is configured.
    private struct Workers {
        let events: EventWorker
        let pushes: PushWorker

        func run() async {
            async let events: Void = events.run()
            await pushes.run()
            await events
        }
    }

    /// - Parameters:
    ///   - source: where the configuration of the host came from.
    ///   - mistakes: told what is wrong with files that were edited.
    ///   - report: told in a sentence what happens.
    public init(
        _ host: HostRuntime, from source: ConfigurationSource,
        mistakes: @escaping @Sendable (ConfigurationMistakes) -> Void,
        report: @escaping @Sendable (String) -> Void
    ) async throws(StoreError) {
        self.source = source
        self.report = report
        self.mistakes = mistakes
        live = LiveHost(host, from: source, report: report)
        seen = Mutex(Self.stamp(host, source))
        (workers, work) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        let (receiver, worker) = try await host.webhooks(counters: counters, report: report)
        webhooks = Mutex(receiver)
        work.yield(Workers(events: worker, pushes: host.pushWorker(report: report)))
        live.reloading { [weak self] in await self?.reload() }
    }

    /// Who takes the calls of providers, as the host is configured now.
    public var receiver: WebhookReceiver { webhooks.withLock { $0 } }

    /// Runs until the task is cancelled, and returns when what was under way has stopped.
    public func run() async {
        let scheduler = scheduler()
        await withDiscardingTaskGroup { group in
            group.addTask { await scheduler.run() }
            group.addTask { await self.workOff() }
            group.addTask { await self.followFiles { scheduler.look() } }
        }
        await live.stop()
    }

    // MARK: - Schedule

    private func scheduler() -> Scheduler {
        let outside = live.current.outside
        let (live, report) = (live, report)
        return Scheduler(
            clock: outside.clock, now: outside.now, timetable: { try await live.current.timetable() },
            perform: { work, connection in
                let host = live.current
                let follow = live.board.follower()
                return switch work {
                case .catalog: try await host.runCatalog(of: connection, progress: follow)
                case .statistics:
                    try await host.readingStatistics(of: connection) {
                        try await host.runStatistics(of: connection, .everything, progress: follow)
                    }
                case .changes: try await host.runStatistics(of: connection, .changes, progress: follow)
                }
            },
            tell: { news in
                switch news {
                case .began: break
                case .ended(let work, let connection, let outcome):
                    report(
                        "\(work.rawValue) of \(connection.id.name) (\(connection.provider)): \(outcome.rawValue)"
                    )
                case .failed(let work, let connection, let error):
                    report("\(work.rawValue) of \(connection.id.name) (\(connection.provider)): \(error)")
                case .unknown(let error): report("\(error)")
                }
            })
    }

    // MARK: - Events and pushes

    private func workOff() async {
        var current: Task<Void, Never>?
        for await worker in workers {
            current?.cancel()
            await current?.value
            current = Task { await worker.run() }
            if Task.isCancelled { break }
        }
        current?.cancel()
        await current?.value
    }

    // MARK: - Files

    private static func stamp(_ host: HostRuntime, _ source: ConfigurationSource) -> ConfigurationStamp {
        ConfigurationStamp(
            hostFile: source.hostURL, directory: host.configuration.host.providersDirectory)
    }

    private func followFiles(_ changed: @escaping @Sendable () -> Void) async {
        let clock = live.current.outside.clock
        while !Task.isCancelled {
            try? await clock.sleep(for: Self.interval)
            let stamp = Self.stamp(live.current, source)
            guard seen.withLock({ $0 != stamp }) else { continue }
            await reload()
            changed()
        }
    }

    /// Reads the files, and puts them in force where they are right.
    private func reload() async {
        let task = reading.withLock { reading in
            let former = reading
            let task = Task {
                await former?.value
                await self.readFiles()
            }
            reading = task
            return task
        }
        await task.value
    }

    private func readFiles() async {
        let host = live.current
        // Taken first: what is edited while it is read is read once more.
        seen.withLock { $0 = Self.stamp(host, source) }
        let configuration: Configuration
        do throws(ConfigurationMistakes) { configuration = try Configuration.load(source) } catch {
            mistakes(error)
            return report("the files were not taken; what ran before goes on")
        }
        guard configuration != host.configuration else { return }
        if let reason = configuration.host.reasonToRestart(from: host.configuration.host) {
            return report("\(reason) changed, which takes a restart; what ran before goes on")
        }
        let next = HostRuntime(
            configuration: configuration, registry: host.registry, store: host.store, outside: host.outside,
            leases: host.leases)
        do throws(StoreError) {
            try await next.reconcile()
            let (receiver, worker) = try await next.webhooks(counters: counters, report: report)
            live.replace(with: next)
            webhooks.withLock { $0 = receiver }
            work.yield(Workers(events: worker, pushes: next.pushWorker(report: report)))
            report("the edited files are in force")
            for registration in try await next.registerWebhooks() { report("\(registration)") }
        } catch {
            report("the edited files could not be put in force, and are tried again: \(error)")
            seen.withLock { $0 = nil }
        }
    }
}

extension HostConfiguration {
    /// What cannot change while the host runs; nil where nothing of it did.
    fileprivate func reasonToRestart(from other: HostConfiguration) -> String? {
        if environment != other.environment { return "`environment`" }
        if dataDirectory != other.dataDirectory { return "`data`" }
        if listen != other.listen { return "`http: listen`" }
        return nil
    }
}
