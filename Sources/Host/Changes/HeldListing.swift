package import Model
import Store

extension HostRuntime {
    /// The connection whose listing a run holds: what it would archive is known until a later listing.
    ///
    /// - Throws: ``ChangeRefusal/refused(_:)`` if the run holds nothing, or another came after it; ``StoreError``.
    package func heldConnection(of run: Run) async throws -> ConnectionID {
        guard run.outcome == .held else {
            throw ChangeRefusal.refused("run \(run.id.number) holds no listing")
        }
        let newest = try await store.newestRuns().first {
            $0.connection == run.connection && $0.kind == run.kind
        }
        guard let newest, newest.id != run.id else { return run.connection }
        throw ChangeRefusal.refused(
            "run \(run.id.number) holds nothing any more: run \(newest.id.number) came after it")
    }
}
