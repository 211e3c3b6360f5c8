import ConnectorKit

extension Go1Provider {
    /// Requests a token with client credentials as a form (rule G1). No scope is requested: the integration's
    /// own scopes apply.
    func accessToken(_ connection: Connection) async throws(Failure) -> AccessToken? {
        let settings = connection.settings
        guard let id = settings["client_id"], let secret = settings.secret("secret") else {
            throw .configuration("the settings client_id and secret are needed")
        }
        var form = URLQuery()
        form.add("grant_type", "client_credentials")
        form.add("client_id", id)
        form.add("client_secret", secret.reveal())
        let url = Service(settings).tokenURL
        let response = try await connection.client.send(
            HTTPRequest(
                .post, url,
                headers: [
                    HTTPHeader("Content-Type", "application/x-www-form-urlencoded"),
                    HTTPHeader("Accept", "application/json"),
                ],
                body: form.form, authorized: false, repeatable: true))
        let answer = Answer(response, to: "POST \(url)", hiding: secret)
        switch response.status {
        case 200...299: return try token(answer)
        case 400, 401, 403:
            throw .credentials(
                """
                \(answer.problem); Go1 refused the credentials: \
                the settings client_id and secret must be those of one integration of this portal
                """)
        default: throw .contract("\(answer.problem); a token was expected: is the setting auth_url right?")
        }
    }

    private func token(_ answer: Answer) throws(Failure) -> AccessToken {
        let members = try answer.values(["access_token", "expires_in"])
        guard case .text(let token) = members[0].first, !token.isEmpty else {
            throw .contract("\(answer.request): the answer has no access_token")
        }
        return AccessToken(value: Secret(token), lifetime: try lifetime(members[1].first, answer))
    }

    private func lifetime(_ value: SourceValue?, _ answer: Answer) throws(Failure) -> Duration {
        switch value {
        case nil, .null: return Self.documentedLifetime
        case .number(let written)?, .text(let written)?:
            if let seconds = Double(written), seconds > 0, seconds < 1e9 { return .seconds(seconds) }
        default: break
        }
        throw .contract("\(answer.request): expires_in is no number of seconds above 0")
    }

    /// Twelve hours, if the response does not state a lifetime (rule G1).
    private static var documentedLifetime: Duration { .seconds(43_200) }
}
