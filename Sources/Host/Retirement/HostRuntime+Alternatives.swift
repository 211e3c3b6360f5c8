import ConnectorKit
import Foundation
import Model
import Store

extension HostRuntime {
    /// How many suggestions one run asks for at most, and after how long they are asked for again (both our
    /// decision): a provider is asked for one item at a time.
    private static let alternatives = (limit: 100, lifetime: TimeInterval(7 * 86_400))

    /// Asks the provider what to use instead of content that retires, so that `retiring` needs no network.
    ///
    /// Done after a catalog run and after an event of retirement. Suggestions are a convenience: whatever
    /// goes wrong here fails nothing, and is tried again the next time.
    func askForAlternatives(of connection: ConfiguredConnection, _ id: ConnectionID, over line: Line) async {
        guard !isRehearsal, let provider = connection.provider as? any AlternativesProvider else { return }
        let client = Connection(settings: connection.settings, client: line.client)
        do {
            let retiring = try await store.contentWithoutAlternatives(
                of: id, askedBefore: outside.now().addingTimeInterval(-Self.alternatives.lifetime),
                limit: Self.alternatives.limit)
            for (externalID, retiresAt) in retiring {
                let ids = try await line.answer(to: "telling alternatives") { () async throws(Failure) in
                    try await provider.alternatives(to: externalID, of: client)
                }
                try await store.setAlternatives(
                    ids, to: externalID, retiresAt: retiresAt, of: id, at: outside.now())
            }
        } catch {
            return
        }
    }
}
