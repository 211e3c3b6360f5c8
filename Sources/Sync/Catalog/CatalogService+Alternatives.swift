package import ConfigurationFiles
import ConnectorKit
import Foundation
package import Model
package import Runtime
import Store

extension CatalogService {
    /// How many suggestions one run asks for, and for how long they are kept (our decision): a provider is asked
    /// for one item at a time.
    private static let alternatives = (limit: 100, lifetime: TimeInterval(7 * 86_400))

    /// Asks the provider what to use instead of content that retires, so that `retiring` needs no network.
    ///
    /// Done after a catalog run and after an event of retirement. Suggestions are a convenience: a failure here
    /// fails nothing, and the next run asks again.
    package func askForAlternatives(
        of connection: ConfiguredConnection, _ id: ConnectionID, over session: ProviderSession
    ) async {
        guard !context.isRehearsal, let provider = connection.provider as? any AlternativesProvider else {
            return
        }
        let client = session.connection(connection.settings)
        do {
            let retiring = try await context.store.contentWithoutAlternatives(
                of: id, at: context.now,
                askedBefore: context.now.addingTimeInterval(-Self.alternatives.lifetime),
                limit: Self.alternatives.limit)
            for (externalID, retiresAt) in retiring {
                let ids = try await session.answer(to: "telling alternatives") { () async throws(Failure) in
                    try await provider.alternatives(to: externalID, of: client)
                }
                try await context.store.setAlternatives(
                    ids, to: externalID, retiresAt: retiresAt, of: id, at: context.now)
            }
        } catch {
            return
        }
    }
}
