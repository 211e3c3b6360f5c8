import ArgumentParser
import Console
import Foundation
import Host
import Logging
import ServiceLifecycle
import Store

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "The daemon: schedule, webhooks and HTTP API, until SIGTERM or Ctrl-C.",
        discussion: """
            Syncs when the schedule asks, what was missed while it was down once at the start. Files that are
            edited are in force within seconds; a mistake in one is reported, and what ran before goes on.
            Listens where `http: listen` of tributary.yaml says. With `http: public_url` it has every provider
            that can call back do so, at public_url/webhooks/PROVIDER/CONNECTION; what a call is about is read
            again from the provider and shows within seconds. With an LMS in tributary.yaml whatever changes is
            delivered, and what could not be is tried again after pauses. The API is at /api/v1, described at /openapi.json;
            /healthz, /readyz and /metrics answer beside it.
            The first signal ends it within 10 seconds, with exit status 0; a second one at once.
            """)

    @OptionGroup var config: ConfigurationOption

    func run() async throws {
        let session = Session()
        let host = try await session.host(config)
        let (file, named) = config.location(session.environment)
        let source = session.source(file: file, explicit: named)
        let serving = try await storing { () async throws(StoreError) in
            try await ServingHost(host, from: source, mistakes: { complain(session.describe($0)) }) {
                complain("tributary: \($0)")
            }
        }
        let (listening, ready) = AsyncStream.makeStream(of: ListenAddress.self)
        let server = HostServer(
            listen: host.configuration.host.listen, live: serving.live, webhooks: { serving.receiver },
            logger: Self.logger
        ) { ready.yield($0) }
        var lifecycle = ServiceGroupConfiguration(
            services: [
                .init(service: Working { await serving.run() }),
                .init(
                    service: Working { try await announce(host, listening) },
                    successTerminationBehavior: .ignore),
                .init(service: server),
            ], logger: Self.logger)
        lifecycle.maximumGracefulShutdownDuration = .seconds(8)
        try await serve(ServiceGroup(configuration: lifecycle))
    }

    /// Runs the services until they fail, or until this task is cancelled, which is how a signal arrives.
    private func serve(_ services: ServiceGroup) async throws {
        let running = Task { try await services.run() }
        do {
            try await withTaskCancellationHandler {
                try await running.value
            } onCancel: {
                Task { await services.triggerGracefulShutdown() }
            }
        } catch let error as CannotListen {
            throw Stop.failed("tributary: \(error)")
        } catch let stop as Stop {
            throw stop
        } catch {
            // Services that did not come to an end in time were cut off; what they had to do is kept.
            guard Task.isCancelled else { throw Stop.failed("tributary: \(error)") }
        }
        throw Stop(status: ExitStatus.done, message: "", answersSignal: true)
    }

    /// Says where the host listens, then makes providers call there.
    private func announce(_ host: HostRuntime, _ listening: AsyncStream<ListenAddress>) async throws {
        guard let address = await listening.first(where: { _ in true }) else { return }
        try say("Tributary listens on http://\(address); Ctrl-C ends it.")
        let configuration = host.configuration.host
        if configuration.environment == .test {
            return complain("tributary: TEST environment: no provider is asked to call back")
        }
        if configuration.publicURL == nil {
            complain("tributary: no `http: public_url` is set, so no provider is asked to call back")
        }
        do {
            for report in try await host.registerWebhooks() { complain("tributary: \(report)") }
        } catch {
            complain("tributary: webhooks were not registered: \(error)")
        }
    }

    /// The libraries' own notes are for who works on them.
    private static var logger: Logger { Logger(label: "tributary") { _ in SwiftLogNoOpLogHandler() } }
}

/// Work that is cut off when the services are to end: all of it can be done again.
private struct Working: Service {
    let work: @Sendable () async throws -> Void

    init(_ work: @escaping @Sendable () async throws -> Void) { self.work = work }

    func run() async throws { try await cancelWhenGracefulShutdown(work) }
}
