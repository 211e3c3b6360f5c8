package import Store

extension HostRuntime {
    /// Tries events that were set aside again, and waits until each was tried.
    ///
    /// - Parameter id: one of them; nil: all.
    /// - Returns: those events as they stand now; empty where none was set aside.
    package func replay(_ id: StoredEvent.ID? = nil) async throws(StoreError) -> [StoredEvent] {
        // One try is left to each, so that what fails again is set aside again, with its reason of today.
        let replayed = try await store.replayEvents(
            id, attempts: EventPatience.attempts - 1, at: outside.now())
        let concerned = Set(replayed.map(\.connection))
        for connection in try await calledConnections() where concerned.contains(connection.id) {
            let lease = try await lease(connection.eventLease) {}
            let line = outside.line(to: connection.configured)
            defer { line.cut() }
            let round = EventRound(host: self, connection: connection, line: line)
            var result = EventRound.Result()
            repeat { result = try await round.run() } while result.taken > 0 && result.failure == nil
            lease.release()
        }
        return try await store.events(replayed.map(\.id))
    }
}
