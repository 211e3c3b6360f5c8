import ConnectorKit

/// Keeps the requests to a platform within the rates that it declares.
struct RateLimitedClient: HTTPClient {
    let base: any HTTPClient
    let limit: RateLimit

    func send(_ request: HTTPRequest) async throws(Failure) -> HTTPResponse {
        let pace = request.method == .get ? limit.reads : limit.writes
        let answer = try await pace.run { () async throws(Failure) in try await base.send(request) }
        guard let answer else { throw .fatal("cancelled while waiting for \(limit.name)'s rate limit") }
        return answer
    }
}

/// The requests a second that a platform takes, shared by all deployments of a company.
struct RateLimit: Sendable {
    /// The platform's, for people.
    let name: String
    let reads: Pace
    let writes: Pace

    init(_ platform: PlatformDescriptor, clock: any Clock<Duration>) {
        name = platform.displayName
        reads = Pace(perSecond: platform.limits.readsPerSecond, clock: clock)
        writes = Pace(perSecond: platform.limits.writesPerSecond, clock: clock)
    }
}
