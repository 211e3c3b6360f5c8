/// A complete response.
public struct HTTPResponse: Sendable {
    public let status: Int
    public let headers: [HTTPHeader]
    /// The decoded body.
    public let body: [UInt8]
    /// The hash of the first bytes of the body, if the request asked for it and enough bytes arrived.
    public let hash: Hash?

    /// The ``BodyHash`` of the first bytes of a body.
    public struct Hash: Sendable, Equatable {
        public let bytes: Int
        public let value: UInt64

        public init(bytes: Int, value: UInt64) {
            self.bytes = bytes
            self.value = value
        }
    }

    public init(status: Int, headers: [HTTPHeader] = [], body: [UInt8] = [], hash: Hash? = nil) {
        self.status = status
        self.headers = headers
        self.body = body
        self.hash = hash
    }

    /// Returns the first value of a header field, ignoring the case of its name.
    public func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}
