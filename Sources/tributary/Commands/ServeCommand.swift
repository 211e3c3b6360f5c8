import ConnectorKit
import Runtime
import Webhooks
import ConfigurationFiles
import ArgumentParser
import Console
import Foundation
import HTTPAPI
import Host
import Logging
import Runtime
import ServiceLifecycle
import Store
import Webhooks

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "The daemon: schedule, webhooks, HTTP API and web console, until SIGTERM or Ctrl-C.",
        discussion: """
            Syncs when the schedule asks, what was missed while it was down once at the start. Files that are
            edited are in force within seconds; a mistake in one is reported, and what ran before goes on.
            Listens where `http: listen` of tributary.yaml says. With `http: public_url` it has every provider
            that can call back do so, at public_url/webhooks/PROVIDER/CONNECTION; what a call is about is read
            again from the provider and shows within seconds. With an LMS in tributary.yaml whatever changes is
            delivered, and what could not be is tried again after pauses. The web console is at /; `tributary token
            create` lets somebody in. As long as nobody is, a link is printed that signs in once: in an empty folder
            it leads to the set-up. The API is at /api/v1, described at /openapi.json;
            /healthz, /readyz and /metrics answer beside it.
            It logs to standard error: sentences, or lines of JSON with TRIBUTARY_LOG_FORMAT=json; from info on, or
            what TRIBUTARY_LOG_LEVEL says (trace, debug, info, notice, warning, error, critical). What is wrong
            with an edited file is told there as FILE:LINE:COLUMN in both.
            The first signal ends it within 10 seconds, with exit status 0; a second one at once.
            """)

    @OptionGroup var config: ConfigurationOption

    func run() async throws {
        let session = Session()
        let log = try LogOutput.logger(session.environment)
        let registry = MetricRegistry()
        let (file, named) = config.location(session.environment)
        var source = session.source(file: file, explicit: named)
        source.skipsStarters = true
        let host = try await session.host(
            over: session.configuration(from: source), telemetry: Telemetry(metrics: registry, logger: log),
            serves: true)
        defer { host.store.endServing() }
        for sentence in host.store.looseRights() { log.warning("\(sentence)") }
        let serving = try await ServingHost(host, from: source) { complain(session.describe($0)) }
        let (listening, ready) = AsyncStream.makeStream(of: ListenAddress.self)
        let server = HostServer(
            listen: host.configuration.host.listen, live: serving.live, webhooks: { serving.receiver },
            registry: registry, pages: { try ConsoleRoutes($1).add(to: $0) }, logger: .quiet
        ) { ready.yield($0) }
        try await runServices(
            [
                .init(service: Working { await serving.run() }),
                .init(
                    service: Working { try await announce(host, listening, log) },
                    successTerminationBehavior: .ignore),
                .init(service: server),
            ])
        throw Stop(status: ExitStatus.done, message: "", answersSignal: true)
    }

    /// Says where the host listens, then makes providers call there.
    private func announce(_ host: HostRuntime, _ listening: AsyncStream<ListenAddress>, _ log: Logger)
        async throws
    {
        guard let address = await listening.first(where: { _ in true }) else { return }
        try say("Tributary listens on http://\(address); Ctrl-C ends it.")
        do {
            if let link = try await host.firstLink(by: ChangeActor(user: NSUserName())) {
                let origin = host.configuration.host.origin(listeningOn: address) ?? ""
                try say("To sign in, open this link once within 24 hours: \(link.address(at: origin))")
            }
        } catch {
            log.warning("no link for signing in was made: \(error)")
        }
        let configuration = host.configuration.host
        if configuration.environment == .test {
            return log.notice("TEST environment: no provider is asked to call back")
        }
        if configuration.publicURL == nil {
            log.notice("no `http: public_url` is set, so no provider is asked to call back")
        }
        do {
            for report in try await host.webhooks.register() {
                log.log(level: report.error == nil ? .notice : .warning, "\(report)")
            }
        } catch {
            log.warning("webhooks were not registered: \(error)")
        }
    }

}
