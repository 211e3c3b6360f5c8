/// A request to the portal.
struct PortalRequest: Sendable {
    let method: String
    /// Still percent-encoded.
    let path: String
    /// Without its `?`, still percent-encoded.
    let query: String
    /// Names in lower case.
    let headers: [String: String]
    let body: [UInt8]

    init(
        method: String, path: String, query: String = "", headers: [String: String] = [:], body: [UInt8] = []
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
    }

    func header(_ name: String) -> String? { headers[name] }
}

/// An answered request.
package struct LoggedRequest: Sendable, Equatable {
    package let method: String
    package let path: String
    /// The query as sent.
    package let query: String
    /// The status of the response; nil if the connection was reset.
    package let status: Int?
    /// The injected fault.
    package let fault: Fault?
}
