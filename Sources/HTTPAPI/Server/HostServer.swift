package import ConfigurationFiles
import Foundation
package import Host
package import Hummingbird
import NIOCore
package import Logging
import ServiceLifecycle
package import Webhooks

/// The host's HTTP server: webhooks, the API, health, metrics, and the pages that it is given.
package struct HostServer: Service {
    /// Adds pages for people who sign in.
    package typealias Pages = @Sendable (Router<BasicRequestContext>, Sessions) throws -> Void

    private let listen: ListenAddress
    private let live: LiveHost
    private let webhooks: @Sendable () -> WebhookReceiver
    private let registry: MetricRegistry
    private let pages: Pages
    private let logger: Logger
    private let ready: @Sendable (ListenAddress) -> Void

    /// - Parameters:
    ///   - listen: port 0 means any free port.
    ///   - registry: the metrics of the host, shown at `/metrics`.
    ///   - pages: adds more routes, such as the web console.
    ///   - ready: called once connections are accepted, with the actual port.
    package init(
        listen: ListenAddress, live: LiveHost, webhooks: @escaping @Sendable () -> WebhookReceiver,
        registry: MetricRegistry = MetricRegistry(), pages: @escaping Pages = { _, _ in }, logger: Logger,
        ready: @escaping @Sendable (ListenAddress) -> Void
    ) {
        self.listen = listen
        self.live = live
        self.webhooks = webhooks
        self.registry = registry
        self.pages = pages
        self.logger = logger
        self.ready = ready
    }

    /// Serves until shutdown; requests that arrived before are still answered.
    ///
    /// - Throws: ``CannotListen`` if the address is not available.
    package func run() async throws {
        let router = Router(options: .autoGenerateHeadEndpoints)
        router.add(middleware: RequestMetrics(registry))
        router.add(middleware: UnreadBodies())
        router.add(middleware: GzipAnswers())
        router.add(middleware: BareAnswers(report: live.report))
        WebhookRoute(receiver: webhooks).add(to: router)
        let signIns = FailedSignIns(now: { Date() })
        let fair = FairCalls()
        APIRoutes(live, signIns: signIns, fair: fair).add(to: router)
        let key = SessionKey.kept(in: live.current.configuration.host.dataDirectory, fallback: live.report)
        try pages(router, Sessions(live, seal: SessionSeal(key: key), failures: signIns, fair: fair))
        router.get("/healthz") { _, _ in "ok\n" }
        router.get("/readyz") { _, _ in await readiness() }
        let metrics = MetricsPage(
            registry: registry, live: live, webhooks: webhooks, started: live.current.now)
        router.get("/metrics") { request, _ in await metrics.response(to: request) }
        router.refuseOtherMethods()
        let application = Application(
            router: router,
            // Rule L4.
            server: .http1(configuration: .init(idleTimeout: .seconds(30))),
            configuration: .init(address: .hostname(listen.host, port: listen.port)),
            onServerRunning: { channel in
                let address = ListenAddress(
                    host: listen.host, port: channel.localAddress?.port ?? listen.port)
                live.listens(on: address)
                ready(address)
            },
            logger: logger)
        do {
            try await application.run()
        } catch {
            throw CannotListen(error, at: listen) ?? error
        }
    }

    /// Whether the host is running, and its store can be read and written.
    private func readiness() async -> Response {
        switch await live.readiness() {
        case .ready: Response(status: .ok, body: ResponseBody(byteBuffer: ByteBuffer(string: "ready\n")))
        case .notReady(let reason): Problem(status: .serviceUnavailable, detail: reason).response
        }
    }
}
