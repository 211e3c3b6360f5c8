import ConnectorKit

/// Reads a provider's listing page by page, and keeps asking where a page did not arrive.
///
/// The client below retries single requests; here it is the page that counts: an answer that is no page
/// (HTML, cut-off JSON) brought nothing, so the same checkpoint may be asked for again
/// (our decision: ``attempts`` times), and a refused checkpoint begins the listing again.
struct ListingReader: Sendable {
    let provider: any CatalogProvider
    let connection: Connection
    let clock: any Clock<Duration>
    /// Whether the service has said that there is no page to be had, as by 404: no attempt would bring one.
    let isRefused: @Sendable () -> Bool
    let progress: @Sendable (CatalogProgress) -> Void

    /// How often one page is asked for before the run gives up.
    static let attempts = 4
    /// How often a listing begins again within one run.
    static let restarts = 3

    /// Fetches a page, and asks again where none came.
    func page(_ request: PageRequest) async throws(Failure) -> CatalogAnswer {
        var attempt = 1
        while true {
            do {
                return try await provider.page(request, of: connection)
            } catch {
                guard case .contract(let reason) = error, attempt < Self.attempts, !isRefused(),
                    !Task.isCancelled
                else {
                    throw error
                }
                progress(.retrying(reason))
                try? await clock.sleep(for: .milliseconds(250 << attempt))
                attempt += 1
            }
        }
    }
}
