import ConnectorKit
import Transport

@testable import Go1

extension PortalSite {
    /// Returns a connection to the portal, like the host's.
    ///
    /// - Parameter change: Wraps the client between the provider and the network.
    func connection(
        _ generation: Generation = .gateway, secret: String? = nil, pageSize: Int? = nil,
        _ change: (any HTTPClient) -> any HTTPClient = { $0 }
    ) -> Connection {
        var texts = settings
        let known = texts.removeValue(forKey: "secret") ?? ""
        texts["api_version"] = generation.rawValue
        texts["page_size"] = pageSize.map(String.init)
        let settings = Settings(texts: texts, secrets: ["secret": Secret(secret ?? known)])
        let plain = CurlClient()
        let tokens = TokenCache { () async throws(Failure) in
            try await go1.accessToken(Connection(settings: settings, client: plain))
        }
        return Connection(
            settings: settings, client: change(AuthorizedClient(plain, tokens: tokens)))
    }
}
