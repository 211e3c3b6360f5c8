package import NIOCore

/// A request, whatever it came over.
package struct APIRequest: Sendable {
    package var method: String
    package var path: String
    /// Without its `?`.
    package var query: String
    /// By names in lower case.
    package var headers: [String: String]
    package var body: [UInt8]

    package init(
        _ method: String = "GET", _ path: String, query: String = "", headers: [String: String] = [:],
        body: [UInt8] = []
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
    }
}

/// A response, and how it is delivered.
package struct APIAnswer: Sendable {
    package var status: Int
    var headers: [String: String] = [:]
    var contentType = "application/json"
    package var body: ByteBuffer
    /// Whether the connection is closed in the middle of the body.
    var isCut = false
}
