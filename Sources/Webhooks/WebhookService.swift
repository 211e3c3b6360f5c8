import ConfigurationFiles
import ConnectorKit
import Model
package import Runtime
package import Store
package import Sync

/// Registers with providers that call back, receives their calls, and works off what they said.
package struct WebhookService: Sendable {
    let context: RunContext
    let catalog: CatalogService
    let statistics: StatisticsService

    package init(_ context: RunContext, catalog: CatalogService, statistics: StatisticsService) {
        self.context = context
        self.catalog = catalog
        self.statistics = statistics
    }

    /// What a running host needs: who receives calls, and who works off the events.
    ///
    /// - Parameters:
    ///   - counters: counts calls, across configurations.
    ///   - report: receives a sentence when something goes wrong, and when it goes well again.
    package func open(
        counters: WebhookCounters = WebhookCounters(), report: @escaping @Sendable (String) -> Void
    ) async throws(StoreError) -> (receiver: WebhookReceiver, worker: EventWorker) {
        let called = try await connections()
        let (signals, inbox) = (WakeSignals(), EventInbox(context.store))
        let endpoints = called.map { connection in
            WebhookEndpoint(
                provider: connection.provider, connection: connection.id, secrets: connection.secrets,
                registration: KnownRegistration(context.store, connection.id), inbox: inbox,
                counters: counters, signals: signals, now: context.environment.now,
                telemetry: context.environment.telemetry)
        }
        return (
            WebhookReceiver(endpoints, counters: counters),
            EventWorker(service: self, connections: called, signals: signals, report: report)
        )
    }

    /// The connections that are switched on and whose provider calls back.
    package func connections() async throws(StoreError) -> [CalledConnection] {
        try await called(context.connections())
    }

    /// A connection as its provider calls it; nil if it never does.
    func called(_ connection: ConfiguredConnection) async throws(StoreError) -> CalledConnection? {
        try await called([connection]).first
    }

    private func called(_ connections: [ConfiguredConnection]) async throws(StoreError)
        -> [CalledConnection]
    {
        let calling = connections.filter { $0.provider is any WebhookProvider }
        let (ids, salt) = (try await context.ids(of: calling), try await context.salt())
        return zip(calling, ids).compactMap { connection, id in
            (connection.provider as? any WebhookProvider).map { provider in
                CalledConnection(
                    configured: connection, provider: provider, id: id, name: context.name(of: connection),
                    secrets: WebhookSecrets(
                        connection.settings, provider: provider.descriptor.id, connection: id, salt: salt))
            }
        }
    }
}
