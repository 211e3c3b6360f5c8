import ArgumentParser
import Console
import Foundation
import Host
import ServiceLifecycle
import Store

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "The daemon: schedule, webhooks, HTTP API and web console, until SIGTERM or Ctrl-C.",
        discussion: """
            Syncs when the schedule asks, what was missed while it was down once at the start. Files that are
            edited are in force within seconds; a mistake in one is reported, and what ran before goes on.
            Listens where `http: listen` of tributary.yaml says. With `http: public_url` it has every provider
            that can call back do so, at public_url/webhooks/PROVIDER/CONNECTION; what a call is about is read
            again from the provider and shows within seconds. The web console is at /; `tributary token create` lets
            somebody in. The API is at /api/v1, described at /openapi.json;
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
            logger: .quiet
        ) { ready.yield($0) }
        try await runServices(
            [
                .init(service: Working { await serving.run() }),
                .init(
                    service: Working { try await announce(host, listening) },
                    successTerminationBehavior: .ignore),
                .init(service: server),
            ])
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

}
