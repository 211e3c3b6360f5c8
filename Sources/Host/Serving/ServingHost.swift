import Delivery
package import ConfigurationFiles
import Model
import ConnectorKit
import Foundation
import Logging
import Push
import Runtime
package import Store
import Synchronization
package import Webhooks

/// A host that runs by itself: it does what the schedule asks, works off events, and follows edited files.
///
/// An edit that is right is in force within seconds. One that is not is reported, and what ran before goes on.
package final class ServingHost: Sendable {
    /// How often it looks whether a file was edited (our decision).
    static let interval = Duration.seconds(1)

    package let live: LiveHost
    private let source: ConfigurationSource
    private let mistakes: @Sendable (ConfigurationMistakes) -> Void
    private let telemetry: Telemetry
    /// Receives a sentence when something goes wrong, and when it goes well again.
    private let warn: @Sendable (String) -> Void
    private let counters = WebhookCounters()
    private let webhooks: Mutex<WebhookReceiver>
    private let workers: AsyncStream<Workers>
    private let work: AsyncStream<Workers>.Continuation
    /// What the files were when they were last read; nil if they have to be read again.
    private let seen: Mutex<ConfigurationStamp?>
    /// One reading at a time, whoever asked for it.
    private let reading = Mutex<Task<String?, Never>?>(nil)
    private let scheduler: Scheduler

    /// What is worked off all the time, as the host is configured.
    private struct Workers {
        /// Has providers call back; nil for the host as it began, whose address is not known yet.
        let register: (@Sendable () async -> Void)?
        let events: EventWorker
        let pushes: PushWorker
        let deliveries: DeliveryWorker

        func run() async {
            async let registrations: Void? = register?()
            async let events: Void = events.run()
            async let deliveries: Void = deliveries.run()
            await pushes.run()
            await events
            await deliveries
            await registrations
        }
    }

    /// - Parameters:
    ///   - source: where the configuration of the host came from.
    ///   - mistakes: receives what is wrong with files that were edited.
    package init(
        _ host: HostRuntime, from source: ConfigurationSource,
        mistakes: @escaping @Sendable (ConfigurationMistakes) -> Void
    ) async throws(StoreError) {
        self.source = source
        self.mistakes = mistakes
        telemetry = host.context.environment.telemetry
        let logger = telemetry.logger
        warn = { logger.warning("\($0)") }
        live = LiveHost(host, from: source) { logger.error("\($0)") }
        live.phase = .starting
        seen = Mutex(Self.stamp(host, source))
        (workers, work) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        let (receiver, worker) = try await host.webhooks.open(counters: counters, report: warn)
        webhooks = Mutex(receiver)
        scheduler = Self.scheduler(live, warn)
        work.yield(workers(of: host, worker))
        live.reloading { [weak self] in await self?.reload() }
    }

    /// Who takes the calls of providers, as the host is configured now.
    package var receiver: WebhookReceiver { webhooks.withLock { $0 } }

    /// Runs until the task is cancelled, and returns when what was under way has stopped.
    package func run() async {
        live.requests.ask(.all)
        live.phase = .atWork
        await withTaskCancellationHandler {
            await withDiscardingTaskGroup { group in
                group.addTask { await self.scheduler.run() }
                group.addTask { await self.workOff() }
                group.addTask { await self.followFiles() }
                group.addTask { await self.removeOldRecords() }
            }
        } onCancel: {
            live.phase = .ending
        }
        await live.stop()
    }

    // MARK: - Schedule

    private static func scheduler(_ live: LiveHost, _ warn: @escaping @Sendable (String) -> Void)
        -> Scheduler
    {
        let environment = live.current.context.environment
        return Scheduler(
            clock: environment.clock, now: environment.now, timetable: { try await live.current.timetable() },
            perform: { work, connection in
                let host = live.current
                return try await host.run(work, of: connection, progress: live.board.follower())
            },
            tell: { news in
                switch news {
                // The run itself reports how it went.
                case .began: break
                case .ended: live.requests.ask(.all)
                case .failed(let work, let connection, let error):
                    warn("\(work.rawValue) of \(connection.id.name) (\(connection.provider)): \(error)")
                case .unknown(let error): warn("\(error)")
                }
            })
    }

    // MARK: - Events and pushes

    private func workers(
        of host: HostRuntime, _ events: EventWorker, register: (@Sendable () async -> Void)? = nil
    ) -> Workers {
        Workers(
            register: register, events: events, pushes: host.push.worker(report: warn),
            deliveries: DeliveryWorker(host.delivery, live.requests, report: warn))
    }

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

    private func followFiles() async {
        let clock = live.current.clock
        while !Task.isCancelled {
            try? await clock.sleep(for: Self.interval)
            let stamp = Self.stamp(live.current, source)
            guard seen.withLock({ $0 != stamp }) else { continue }
            await reload()
        }
    }

    /// Reads the files, and puts them in force where they are right.
    ///
    /// - Returns: why they are not in force; nil if they are.
    @discardableResult
    private func reload() async -> String? {
        let task = reading.withLock { reading in
            let former = reading
            let task = Task {
                _ = await former?.value
                return await self.readFiles()
            }
            reading = task
            return task
        }
        return await task.value
    }

    private func readFiles() async -> String? {
        let host = live.current
        // Taken first: what is edited while it is read is read once more.
        seen.withLock { $0 = Self.stamp(host, source) }
        var configuration: Configuration
        do throws(ConfigurationMistakes) { configuration = try Configuration.load(source) } catch {
            mistakes(error)
            reloaded(.refused, "the files were not taken; what ran before goes on")
            return "the files have mistakes"
        }
        if let reason = configuration.host.reasonToRestart(from: host.configuration.host) {
            let change = "\(reason) changed, which takes a restart"
            // The groups' files may go on to count (our decision): those that the running host reads.
            guard configuration.host.providersDirectory == host.configuration.host.providersDirectory else {
                reloaded(.refused, "\(change); what ran before goes on")
                return change
            }
            configuration.host = host.configuration.host
            reloaded(
                .refused, "\(change); until then the host's file is as it was, groups' files are followed")
        }
        guard configuration != host.configuration else { return nil }
        let next = HostRuntime(host.context.with(configuration))
        do throws(StoreError) {
            try await next.reconcile()
            let (receiver, worker) = try await next.webhooks.open(counters: counters, report: warn)
            live.replace(with: next)
            webhooks.withLock { $0 = receiver }
            work.yield(workers(of: next, worker) { [telemetry] in await next.lookAfterWebhooks(telemetry) })
            reloaded(.applied, "the edited files are in force")
            scheduler.look()
            return nil
        } catch {
            reloaded(.failed, "the edited files could not be put in force, and are tried again: \(error)")
            seen.withLock { $0 = nil }
            return "the host could not do it, and tries again; what it reports says why"
        }
    }

    /// What became of edited files.
    private enum Reload: String { case applied, refused, failed }

    private func reloaded(_ outcome: Reload, _ sentence: String) {
        MetricFamily.reloads.add(1, [("outcome", outcome.rawValue)], to: telemetry.metrics)
        telemetry.logger.log(level: outcome == .applied ? .notice : .warning, "\(sentence)")
    }

    // MARK: - Old records

    private func removeOldRecords() async {
        let clock = live.current.clock
        while !Task.isCancelled {
            await live.current.removeOldRecords()
            try? await clock.sleep(for: HostRuntime.timeBetweenRemovals)
        }
    }
}

extension HostRuntime {
    /// Has providers call back as the host is configured now, and logs what became of it.
    fileprivate func lookAfterWebhooks(_ telemetry: Telemetry) async {
        do throws(StoreError) {
            for report in try await webhooks.register() {
                telemetry.logger.log(level: report.error == nil ? .notice : .warning, "\(report)")
            }
        } catch {
            telemetry.logger.warning("webhooks were not registered: \(error)")
        }
    }
}

extension HostConfiguration {
    /// What cannot change while the host runs; nil if nothing of it did.
    fileprivate func reasonToRestart(from other: HostConfiguration) -> String? {
        if environment != other.environment { return "`environment`" }
        if dataDirectory != other.dataDirectory { return "`data`" }
        if database?.url != other.database?.url || database?.parameters != other.database?.parameters {
            return "`store`"
        }
        if listen != other.listen { return "`http: listen`" }
        return nil
    }
}
