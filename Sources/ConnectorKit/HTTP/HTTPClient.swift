/// The network as a provider sees it.
///
/// The client a host hands out adds the access token where a request is `authorized` (and fetches a
/// new one, once, on 401), retries what may be repeated on 429, 5xx and broken connections, follows
/// `Retry-After`, and enforces the limits of body size and time. So an answer of any status but
/// these reaches the provider, and everything else arrives as a ``Failure``.
public protocol HTTPClient: Sendable {
    /// Sends a request and reads the whole answer.
    ///
    /// - Throws: ``Failure/transient(_:)`` where no complete answer came, ``Failure/rateLimited(retryAfter:_:)``
    ///   after the retries were spent on 429, ``Failure/credentials(_:)`` for a 401 that a new token did not
    ///   cure, ``Failure/configuration(_:)`` for an address that may not be called. Cancellation of the task
    ///   throws ``Failure/fatal(_:)`` without delay.
    func send(_ request: HTTPRequest) async throws(Failure) -> HTTPResponse
}
