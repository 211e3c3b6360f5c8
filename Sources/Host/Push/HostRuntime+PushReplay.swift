package import Store

extension HostRuntime {
    /// Tries entries that were set aside again, and waits until each was tried.
    ///
    /// - Parameter id: one of them; nil: all.
    /// - Returns: those entries as they stand now; empty where none was set aside.
    package func replayPushes(_ id: StoredPush.ID? = nil) async throws(StoreError) -> [StoredPush] {
        // One try is left to each, so that what fails again is set aside again, with its reason of today.
        let replayed = try await store.replayPushes(
            id, attempts: PushPatience.attempts - 1, at: outside.now())
        let concerned = Set(replayed.filter { $0.state == .pending }.map(\.connection))
        for target in try await pushTargets() where concerned.contains(target.id) {
            _ = try await deliver(to: target)
        }
        return try await store.pushes(replayed.map(\.id))
    }
}
