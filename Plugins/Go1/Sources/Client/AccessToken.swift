import ConnectorKit

extension Go1Provider {
    /// Requests a token with client credentials as a form (rule G1). No scope is requested: the integration's
    /// own scopes apply. A token lasts twelve hours if the response does not say so.
    func accessToken(_ connection: Connection) async throws(Failure) -> AccessToken? {
        var credentials = try ClientCredentials(
            url: Service(connection.settings).tokenURL, connection.settings, secret: "secret")
        credentials.lifetime = .seconds(43_200)
        return try await credentials.token(
            over: connection.client,
            advice: """
                Go1 refused the credentials: \
                the settings client_id and secret must be those of one integration of this portal
                """)
    }
}
