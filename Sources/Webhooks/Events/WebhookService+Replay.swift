import Runtime
package import Store

extension WebhookService {
    /// Tries events that were set aside again, and waits until each was tried.
    ///
    /// - Parameter id: one of them; nil: all.
    /// - Returns: those events as they stand now; empty if none was set aside.
    package func replay(_ id: StoredEvent.ID? = nil) async throws(StoreError) -> [StoredEvent] {
        // One try is left to each, so that what fails again is set aside again, with its reason of today.
        let replayed = try await context.store.replayEvents(
            id, attempts: EventRetryPolicy.attempts - 1, at: context.now)
        let concerned = Set(replayed.map(\.connection))
        for connection in try await connections() where concerned.contains(connection.id) {
            let lease = try await context.lease(connection.eventLease) {}
            let session = context.environment.session(to: connection.configured)
            defer { session.close() }
            let round = EventRound(
                service: self, connection: connection, leased: context.store.under(lease), session: session)
            var result = EventRound.Result()
            repeat { result = try await round.run() } while result.taken > 0 && result.failure == nil
            lease.release()
        }
        return try await context.store.events(replayed.map(\.id))
    }
}
