import ConnectorKit

/// Keeps to the company's budget, and says which version of the API is meant.
struct PacedClient: HTTPClient {
    let base: any HTTPClient
    let budget: CompanyBudget

    func send(_ request: HTTPRequest) async throws(Failure) -> HTTPResponse {
        var request = request
        request.headers.append(HTTPHeader("360-api-version", "v2.0"))
        let pace = request.method == .get ? budget.reads : budget.writes
        let answer = try await pace.run { [request] () async throws(Failure) in
            try await base.send(request)
        }
        guard let answer else { throw .fatal("cancelled while waiting for 360Learning's rate limit") }
        return answer
    }
}
