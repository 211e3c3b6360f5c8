package import ConnectorKit
import Transport

/// The network as one connection's run uses it, without credentials and without retries.
///
/// Every run has its own, with a thread of its own where its provider's code runs: so a provider that never comes
/// back from a call keeps no other connection waiting, nor the watchdog that gives its run up.
package struct Network: Sendable {
    let client: any HTTPClient
    /// Where the provider's code runs that fetches; nil: on the run's own ``DedicatedThread``.
    let executor: (any TaskExecutor)?

    package init(client: any HTTPClient, executor: (any TaskExecutor)? = nil) {
        self.client = client
        self.executor = executor
    }

    static func curl() -> Network {
        let client = CurlClient()
        return Network(client: client, executor: client.executor)
    }
}
