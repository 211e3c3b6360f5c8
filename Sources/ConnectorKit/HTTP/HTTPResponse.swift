/// A complete answer.
public struct HTTPResponse: Sendable {
    public let status: Int
    public let headers: [HTTPHeader]
    /// The body, content encodings undone.
    public let body: [UInt8]
    /// The hash of the first bytes of the body, where the request asked for one and so many arrived.
    public let hash: Hash?

    /// What ``BodyHash`` makes of the first bytes of a body.
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

    /// The first value of a header field, whatever the case of its name.
    public func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}
