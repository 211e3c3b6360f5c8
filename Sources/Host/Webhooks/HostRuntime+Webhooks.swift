package import Store

extension HostRuntime {
    /// What a running host does about webhooks: it takes calls, and works off what they said.
    ///
    /// - Parameters:
    ///   - counters: where calls are counted, across configurations.
    ///   - report: told in a sentence when something goes wrong, and when it goes well again.
    package func webhooks(
        counters: WebhookCounters = WebhookCounters(), report: @escaping @Sendable (String) -> Void
    ) async throws(StoreError) -> (receiver: WebhookReceiver, worker: EventWorker) {
        let called = try await calledConnections()
        let (doorbell, inbox) = (Doorbell(), EventInbox(store))
        let entrances = called.map { connection in
            WebhookEntrance(
                provider: connection.provider, connection: connection.id, secrets: connection.secrets,
                registration: KnownRegistration(store, connection.id), inbox: inbox, counters: counters,
                doorbell: doorbell, now: outside.now, telemetry: outside.telemetry)
        }
        return (
            WebhookReceiver(entrances, counters: counters),
            EventWorker(host: self, connections: called, doorbell: doorbell, report: report)
        )
    }
}
