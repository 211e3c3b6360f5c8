public import Host
import Hummingbird
public import Logging
public import ServiceLifecycle

/// The host's HTTP server: what providers call, and what those who look after the host ask.
public struct HostServer: Service {
    private let listen: ListenAddress
    private let live: LiveHost
    private let webhooks: WebhookReceiver
    private let logger: Logger
    private let ready: @Sendable (ListenAddress) -> Void

    /// - Parameters:
    ///   - listen: port 0 takes a free one.
    ///   - ready: called once, when connections are accepted, with the port that was taken.
    public init(
        listen: ListenAddress, live: LiveHost, webhooks: WebhookReceiver, logger: Logger,
        ready: @escaping @Sendable (ListenAddress) -> Void
    ) {
        self.listen = listen
        self.live = live
        self.webhooks = webhooks
        self.logger = logger
        self.ready = ready
    }

    /// Serves until it is shut down; calls that came in before then are answered.
    ///
    /// - Throws: ``CannotListen`` where the address cannot be had.
    public func run() async throws {
        let router = Router()
        router.add(middleware: AllowedMethods())
        WebhookRoute(receiver: webhooks).add(to: router)
        APIRoutes(live).add(to: router)
        router.get("/healthz") { _, _ in "ok\n" }
        router.get("/metrics") { _, _ in MetricsPage(webhooks.counters.reading).response }
        let application = Application(
            router: router,
            // A caller that says nothing for as long as any connection may be silent (contract section 14).
            server: .http1(configuration: .init(idleTimeout: .seconds(30))),
            configuration: .init(address: .hostname(listen.host, port: listen.port)),
            onServerRunning: { channel in
                ready(ListenAddress(host: listen.host, port: channel.localAddress?.port ?? listen.port))
            },
            logger: logger)
        do {
            try await application.run()
        } catch {
            throw CannotListen(error, at: listen) ?? error
        }
    }
}
