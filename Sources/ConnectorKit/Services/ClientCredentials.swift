import Foundation

/// The grant of access tokens for client credentials (RFC 6749 section 4.4), for ``Provider/accessToken(_:)``.
///
/// The host keeps the token until shortly before its lifetime ends, and fetches a new one at once if the service answers
/// 401, so a service may ignore the lifetime that it states.
public struct ClientCredentials: Sendable {
    /// Where tokens are issued.
    public var url: String
    public var id: String
    public var secret: Secret
    /// The scopes to ask for, separated by spaces; nil for those that the client has.
    public var scope: String?
    /// What the token is for, as services with several ask; nil for what the client may do.
    public var audience: String?
    /// The certificate by which the client proves who it is; nil for none.
    public var certificate: ClientCertificate?
    /// The name of the setting that holds ``url``, for messages.
    public var setting = "auth_url"
    /// The lifetime if the response states none.
    public var lifetime = Duration.seconds(3_600)

    public init(url: String, id: String, secret: Secret) {
        self.url = url
        self.id = id
        self.secret = secret
    }

    /// The credentials that two settings hold.
    ///
    /// - Parameters:
    ///   - id: The name of the setting with the client's id.
    ///   - secret: The name of the setting with its secret.
    /// - Throws: ``Failure/configuration(_:)`` if one of them has no value.
    public init(
        url: String, _ settings: Settings, id: String = "client_id", secret: String = "client_secret"
    ) throws(Failure) {
        guard let client = settings[id], let password = settings.secret(secret) else {
            throw .configuration("the settings \(id) and \(secret) are needed")
        }
        self.init(url: url, id: client, secret: password)
    }

    /// Requests a token, with the credentials in a form.
    ///
    /// - Parameters:
    ///   - client: The client of the connection.
    ///   - advice: What the credentials must be, for the message if they are refused: `the settings client_id and
    ///     client_secret must be those of one API client`.
    /// - Throws: ``Failure/credentials(_:)`` if the credentials are refused, ``Failure/contract(_:)`` for an answer
    ///   without a token.
    public func token(over client: any HTTPClient, advice: String) async throws(Failure) -> AccessToken {
        var form = URLQuery()
        form.add("grant_type", "client_credentials")
        form.add("client_id", id)
        form.add("client_secret", secret.reveal())
        if let scope { form.add("scope", scope) }
        if let audience { form.add("audience", audience) }
        var request = HTTPRequest(
            .post, url,
            headers: [
                HTTPHeader("Content-Type", "application/x-www-form-urlencoded"),
                HTTPHeader("Accept", "application/json"),
            ],
            body: form.form, authorized: false, repeatable: true)
        request.certificate = certificate
        let response = try await client.send(request)
        let answer = ServiceAnswer(response, to: "POST \(url)", hiding: secret)
        switch response.status {
        case 200...299: return try token(in: answer)
        case 400, 401, 403: throw .credentials("\(answer.problem); \(advice)")
        default: throw .contract("\(answer.problem); a token was expected: is the setting \(setting) right?")
        }
    }

    private func token(in answer: ServiceAnswer) throws(Failure) -> AccessToken {
        let members = try answer.values(["access_token", "expires_in"])
        guard case .text(let token) = members[0].first, !token.isEmpty else {
            throw .contract("\(answer.request): the answer has no access_token")
        }
        switch members[1].first {
        case nil, .null: return AccessToken(value: Secret(token), lifetime: lifetime)
        case .number(let written)?, .text(let written)?:
            guard let seconds = Double(written), seconds > 0, seconds < 1e9 else { break }
            return AccessToken(value: Secret(token), lifetime: .seconds(seconds))
        default: break
        }
        throw .contract("\(answer.request): expires_in is no number of seconds above 0")
    }
}

extension HTTPHeader {
    /// The credentials of Basic authentication (RFC 7617), for a request that is not `authorized`.
    public static func basic(user: String, password: Secret) -> HTTPHeader {
        HTTPHeader(
            "Authorization", "Basic \(Data("\(user):\(password.reveal())".utf8).base64EncodedString())")
    }
}
