package import ConnectorKit
import Synchronization

/// The access tokens of one connection, one for each audience that its requests name.
package final class TokenCaches: Sendable {
    private let caches = Mutex<[String?: TokenCache]>([:])
    private let make: @Sendable (_ audience: String?) -> TokenCache

    init(_ make: @escaping @Sendable (_ audience: String?) -> TokenCache) { self.make = make }

    /// - Parameter fetch: Fetches the token of an audience.
    package convenience init(
        fetch: @escaping @Sendable (_ audience: String?) async throws(Failure) -> AccessToken?
    ) {
        self.init { audience in
            TokenCache { () async throws(Failure) -> AccessToken? in try await fetch(audience) }
        }
    }

    func cache(for audience: String?) -> TokenCache {
        caches.withLock { caches in
            if let known = caches[audience] { return known }
            let cache = make(audience)
            caches[audience] = cache
            return cache
        }
    }
}
