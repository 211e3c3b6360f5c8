import ConnectorKit

/// A request to an endpoint of Go1.
struct Endpoint {
    let request: HTTPRequest
    /// The request without its query, for messages.
    let name: String
    /// The scopes that the integration needs (rule G2).
    let scopes: [String]

    init(
        _ method: HTTPRequest.Method = .get, _ url: String, _ query: URLQuery = URLQuery(),
        body: [UInt8]? = nil, repeatable: Bool? = nil,
        generation: Generation = .gateway, scopes: [String]
    ) {
        var headers = [HTTPHeader("Accept", "application/json")]
        if generation == .gateway {
            headers.append(HTTPHeader("Api-Version", Generation.gateway.rawValue))
        }
        if body != nil { headers.append(HTTPHeader("Content-Type", "application/json")) }
        request = HTTPRequest(method, url + query.text, headers: headers, body: body, repeatable: repeatable)
        name = "\(method.rawValue) \(url)"
        self.scopes = scopes
    }

    /// Sends the request.
    ///
    /// - Parameter secret: A secret that is sent and must not appear in a message.
    func answer(_ connection: Connection, hiding secret: Secret? = nil) async throws(Failure) -> ServiceAnswer
    {
        ServiceAnswer(try await connection.client.send(request), to: name, hiding: secret)
    }

    /// - Throws: The failure that the status of the response stands for, unless it is a success.
    func requireSuccess(_ answer: ServiceAnswer, _ expected: String) throws(Failure) {
        switch answer.response.status {
        case 200...299: return
        case 401: throw .credentials("\(answer.problem); Go1 refused the access token")
        case 403:
            let named = scopes.joined(separator: " and ")
            throw .credentials("\(answer.problem); the integration needs the scope \(named)")
        default: throw .contract("\(answer.problem); \(expected) was expected")
        }
    }
}
