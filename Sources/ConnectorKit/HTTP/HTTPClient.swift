/// The network access of a provider.
///
/// The host's client adds the access token to `authorized` requests and fetches a new one, once, on 401. It
/// retries repeatable requests on 429, 5xx and broken connections, follows `Retry-After`, and enforces the
/// limits of body size and time. The provider receives a response with any other status; everything else is
/// a ``Failure``.
public protocol HTTPClient: Sendable {
    /// Sends a request and reads the whole response.
    ///
    /// - Throws: ``Failure/transient(_:)`` if no complete response arrived,
    ///   ``Failure/rateLimited(retryAfter:_:)`` if the last retry was answered 429,
    ///   ``Failure/credentials(_:)`` if a new token was answered 401 too, ``Failure/configuration(_:)`` if
    ///   the address is not allowed, ``Failure/fatal(_:)`` at once if the task is cancelled.
    func send(_ request: HTTPRequest) async throws(Failure) -> HTTPResponse
}
