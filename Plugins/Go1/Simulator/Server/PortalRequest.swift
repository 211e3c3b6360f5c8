/// A request as the portal looks at it.
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

/// A request that was answered.
package struct LoggedRequest: Sendable, Equatable {
    package let method: String
    package let path: String
    /// As it was sent.
    package let query: String
    /// The status of the answer; nil where the connection was reset.
    package let status: Int?
    /// What went wrong on purpose.
    package let fault: Fault?
}
