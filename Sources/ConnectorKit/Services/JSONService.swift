/// A service that takes and returns JSON, as the settings of one connection reach it.
///
/// It only puts requests together. What the responses mean is the plugin's: a provider usually has a type of its own that
/// holds one, with a function for each thing that it asks for.
public struct JSONService: Sendable {
    /// The address that paths are appended to, without a slash at its end: `https://api.example.com/v1`.
    public let root: String
    /// The headers of every request besides `Accept` and `Content-Type`.
    public var headers: [HTTPHeader]
    /// Whether the host adds the connection's access token; false for a service that is sent a key in ``headers``.
    public var isAuthorized: Bool
    /// Which of the provider's tokens the host adds; nil for the usual one.
    public var audience: String?
    /// The certificate by which the client proves who it is; nil for none.
    public var certificate: ClientCertificate?
    /// What no message may repeat.
    private var key: Secret?
    private let client: any HTTPClient

    /// - Parameter root: The address; a slash at its end is dropped.
    public init(
        _ root: String, _ connection: Connection, headers: [HTTPHeader] = [], isAuthorized: Bool = true
    ) {
        self.root = Self.withoutSlash(root)
        self.headers = headers
        self.isAuthorized = isAuthorized
        client = connection.client
    }

    /// A service that is sent a key in a header of its own, in place of a token.
    ///
    /// - Parameter header: The name of the header, such as `X-Api-Key`.
    public init(_ root: String, _ connection: Connection, key: Secret, in header: String) {
        self.init(root, connection, headers: [HTTPHeader(header, key.reveal())], isAuthorized: false)
        self.key = key
    }

    /// Sends a request.
    ///
    /// - Parameters:
    ///   - path: The path below ``root``, without its leading slash.
    ///   - body: JSON, sent as `application/json`.
    ///   - detail: What the query asks for, for messages: `page 3`.
    ///   - hashed: See ``HTTPRequest/hashedBytes``.
    ///   - secret: A secret that is sent and must not appear in a message.
    /// - Throws: What ``HTTPClient/send(_:)`` throws. Any status is returned, for ``ServiceAnswer/requireSuccess(_:permission:)``.
    public func send(
        _ method: HTTPRequest.Method, _ path: String, _ query: URLQuery = URLQuery(),
        body: [UInt8]? = nil, detail: String? = nil, hashed: Int = 0, hiding secret: Secret? = nil
    ) async throws(Failure) -> ServiceAnswer {
        var headers = headers + [HTTPHeader("Accept", "application/json")]
        if body != nil { headers.append(HTTPHeader("Content-Type", "application/json")) }
        let url = "\(root)/\(path)"
        var request = HTTPRequest(
            method, url + query.text, headers: headers, body: body, authorized: isAuthorized)
        request.audience = audience
        request.certificate = certificate
        request.hashedBytes = hashed
        let name = "\(method.rawValue) \(url)" + (detail.map { ", \($0)" } ?? "")
        return ServiceAnswer(try await client.send(request), to: name, hiding: key, secret)
    }

    fileprivate static func withoutSlash(_ address: String) -> String {
        var address = address[...]
        while address.hasSuffix("/") { address.removeLast() }
        return String(address)
    }
}

extension Settings {
    /// Returns the address of a setting of the type ``Setting/Kind/origin``, without a slash at its end; nil if it has none.
    public func origin(_ name: String) -> String? { self[name].map(JSONService.withoutSlash) }
}
