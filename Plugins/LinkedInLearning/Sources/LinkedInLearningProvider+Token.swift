import ConnectorKit

extension LinkedInLearningProvider {
    /// Requests a token with client credentials as a form (page "API Authentication").
    func accessToken(_ connection: Connection) async throws(Failure) -> AccessToken? {
        let settings = connection.settings
        guard let id = settings["client_id"], let secret = settings.secret("client_secret") else {
            throw .configuration("the settings client_id and client_secret are needed")
        }
        var form = URLQuery()
        form.add("grant_type", "client_credentials")
        form.add("client_id", id)
        form.add("client_secret", secret.reveal())
        let url = try Service(settings).tokenURL
        let answer = Answer(
            try await connection.client.send(
                HTTPRequest(
                    .post, url,
                    headers: [
                        HTTPHeader("Content-Type", "application/x-www-form-urlencoded"),
                        HTTPHeader("Accept", "application/json"),
                    ],
                    body: form.form, authorized: false, repeatable: true)), to: "POST \(url)")
        switch answer.response.status {
        case 200: break
        case 400, 401, 403:
            throw .credentials(
                "\(answer.request): HTTP \(answer.response.status); LinkedIn refused the credentials: "
                    + "client_id and client_secret must be those of one pair of keys")
        default:
            throw .contract(
                "\(answer.request): HTTP \(answer.response.status); a token was expected: is auth_url right?")
        }
        let paths = JSONPaths(["access_token", "expires_in"])
        guard let found = try? SourceDocument(json: answer.response.body[...], paths: paths).values,
            case .text(let token)? = found[0].first, !token.isEmpty,
            case .number(let written)? = found[1].first,
            let seconds = Double(written), seconds > 0, seconds < 1e9
        else { throw .contract("\(answer.request): access_token and expires_in were expected") }
        return AccessToken(value: Secret(token), lifetime: .seconds(seconds))
    }
}
