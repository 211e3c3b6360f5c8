package import ConfigurationFiles
package import ConnectorKit
package import Model
package import Runtime
package import Store

/// Items that were read one by one, outside a listing.
package struct AppliedItems: Sendable {
    package let ids: Set<String>
    package let refused: [RefusedItem]
}

extension CatalogService {
    /// Maps the items of a page and applies them to every group.
    ///
    /// - Parameter leased: the store under the lease of the connection.
    package func apply(
        _ page: CatalogPage, from provider: any CatalogProvider, of connection: ConfiguredConnection,
        _ id: ConnectionID, under leased: LeasedStore, over session: ProviderSession
    ) async throws(SyncFailure) -> AppliedItems {
        let known: KnownItems
        do throws(StoreError) { known = try await context.store.known(page.items, of: id) } catch {
            throw .store(error)
        }
        let settings = connection.settings
        let outcome: PageMapper.Outcome
        do throws(Failure) {
            outcome = try await session.answer(to: "mapping items", on: session.thread) {
                PageMapper(provider: provider, settings: settings, mapping: provider.mapping(settings))
                    .map(known.changed)
            }
        } catch { throw .provider(error) }
        do throws(StoreError) {
            _ = try await leased.accept(
                known, mapped: outcome.mapped, deleted: page.deleted, of: id,
                rule: { ArchiveRule(fingerprint: $0)?.standing })
        } catch { throw .store(error) }
        let unmapped = Set(outcome.refused.compactMap(\.id))
        return AppliedItems(
            ids: Set(page.items.map(\.id)).subtracting(unmapped).union(page.deleted),
            refused: (page.refused + outcome.refused).map(\.clipped))
    }
}
