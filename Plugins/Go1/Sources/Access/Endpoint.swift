import ConnectorKit

/// An endpoint of Go1 as one request reaches it.
struct Endpoint {
    let request: HTTPRequest
    /// The request without its query, as messages name it.
    let name: String
    /// The scopes of the integration it needs (reference/go1-api-facts.md 1).
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
    /// - Parameter secret: what is sent along and must not come back in a message.
    func answer(_ connection: Connection, hiding secret: Secret? = nil) async throws(Failure) -> Answer {
        Answer(try await connection.client.send(request), to: name, hiding: secret)
    }

    /// - Throws: what an answer other than the one that was asked for means.
    func checkGranted(_ answer: Answer, _ expected: String) throws(Failure) {
        switch answer.response.status {
        case 200...299: return
        case 401: throw .credentials("\(answer.complaint); Go1 did not take the access token")
        case 403:
            let named = scopes.joined(separator: " and ")
            throw .credentials("\(answer.complaint); the integration needs the scope \(named)")
        default: throw .contract("\(answer.complaint); \(expected) was expected")
        }
    }
}
