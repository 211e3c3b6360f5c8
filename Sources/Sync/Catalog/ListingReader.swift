import ConnectorKit

/// Reads a provider's listing page by page, and keeps asking where a page did not arrive.
struct ListingReader: Sendable {
    let provider: any CatalogProvider
    let connection: Connection
    let retry: PageRetry

    /// Fetches a page, and asks again where none came.
    func page(_ request: PageRequest) async throws(Failure) -> CatalogAnswer {
        try await retry.run { () async throws(Failure) in
            try await provider.page(request, of: connection)
        }
    }
}
