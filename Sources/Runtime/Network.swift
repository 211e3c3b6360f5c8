package import ConnectorKit
package import Transport

/// The network as one connection's run uses it, without credentials and without retries.
///
/// Every run has its own, with a thread of its own where its provider's code runs: so a provider that never comes
/// back from a call keeps no other connection waiting, nor the watchdog that gives its run up.
package struct Network: Sendable {
    let client: any HTTPClient
    /// Where the provider's code runs that fetches; nil: on the run's own ``DedicatedThread``.
    let executor: (any TaskExecutor)?
    /// How each address was reached so far.
    let routes: @Sendable () -> [ServiceRoute]

    package init(
        client: any HTTPClient, executor: (any TaskExecutor)? = nil,
        routes: @escaping @Sendable () -> [ServiceRoute] = { [] }
    ) {
        self.client = client
        self.executor = executor
        self.routes = routes
    }

    /// The machine's own network.
    package static func curl(_ client: CurlClient) -> Network {
        Network(client: client, executor: client.executor, routes: { client.routes.map(ServiceRoute.init) })
    }
}

/// How an address of a service was reached.
package struct ServiceRoute: Sendable, Equatable {
    /// Scheme, host and port.
    package let address: String
    /// The proxy, and what names it; nil if none was used.
    package let proxy: String?
    /// The trusted authorities, and what names them; nil for plain http.
    package let authorities: String?

    init(_ route: NetworkRoute) {
        address = route.address
        proxy = route.proxy
        authorities = route.authorities
    }
}
