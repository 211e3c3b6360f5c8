package import ConnectorKit

/// Adds the connection's access token to authorized requests.
///
/// After a 401 the request is sent once more with a new token. A second 401 is reported to the administrator.
package struct AuthorizedClient: HTTPClient {
    private let base: any HTTPClient
    private let tokens: TokenCaches

    package init(_ base: any HTTPClient, tokens: TokenCaches) {
        self.base = base
        self.tokens = tokens
    }

    /// - Parameter tokens: The tokens of all requests.
    package init(_ base: any HTTPClient, tokens: TokenCache) {
        self.init(base, tokens: TokenCaches { _ in tokens })
    }

    /// Sends a request; one that is not `authorized` is sent unchanged.
    ///
    /// - Throws: ``Failure/credentials(_:)`` if a new token is answered 401 too, and whatever fetching the
    ///   token or sending the request throws.
    package func send(_ request: HTTPRequest) async throws(Failure) -> HTTPResponse {
        guard request.authorized else { return try await base.send(request) }
        let tokens = tokens.cache(for: request.audience)
        let held = try await tokens.token(for: request)
        let answer = try await base.send(request.carrying(held.token))
        guard answer.status == 401 else { return answer }
        guard held.token != nil else {
            throw .credentials("\(request.label): the service asks for credentials (401), and none are set")
        }
        let renewed = try await tokens.token(for: request, after: held.generation)
        let second = try await base.send(request.carrying(renewed.token))
        guard second.status != 401 else {
            throw .credentials(
                "\(request.label): the service refused the access token (401), and a new one too; "
                    + "are the credentials those of this service, and do they grant access to it?")
        }
        return second
    }
}

extension HTTPRequest {
    fileprivate func carrying(_ token: Secret?) -> HTTPRequest {
        guard let token else { return self }
        var copy = self
        copy.headers.removeAll { $0.name.lowercased() == "authorization" }
        copy.headers.append(HTTPHeader("Authorization", "Bearer \(token.reveal())"))
        return copy
    }
}
