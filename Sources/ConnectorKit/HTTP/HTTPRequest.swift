/// A request to a provider or a platform.
public struct HTTPRequest: Sendable {
    public enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
        case put = "PUT"
        case patch = "PATCH"
        case delete = "DELETE"
    }

    public var method: Method
    /// The absolute URL, query included.
    public var url: String
    public var headers: [HTTPHeader]
    public var body: [UInt8]?
    /// Whether the host adds the connection's access token.
    public var authorized: Bool
    /// Which of the provider's tokens the host adds, see ``Provider/accessToken(for:_:)``; nil for the usual one.
    public var audience: String?
    /// The certificate by which the client proves who it is; nil for none. Redirects to another origin do not get it.
    public var certificate: ClientCertificate?
    /// Whether it is safe to send the request twice, so the host may retry it. Default: GET, PUT, DELETE.
    public var repeatable: Bool
    /// The number of bytes of the response's body to hash as they arrive, see ``HTTPResponse/hash``.
    public var hashedBytes = 0

    public init(
        _ method: Method = .get, _ url: String, headers: [HTTPHeader] = [], body: [UInt8]? = nil,
        authorized: Bool = true, repeatable: Bool? = nil
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.authorized = authorized
        self.repeatable = repeatable ?? (method != .post && method != .patch)
    }
}

/// A header field. Names are compared ignoring case.
public struct HTTPHeader: Sendable, Equatable {
    public let name: String
    public let value: String

    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}
