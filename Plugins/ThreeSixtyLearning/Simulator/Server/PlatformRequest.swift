/// A request as the platform looks at it.
struct PlatformRequest: Sendable {
    let method: String
    /// Still percent-encoded.
    let path: String
    /// Without its `?`, still percent-encoded.
    let query: String
    /// Names in lower case.
    let headers: [String: String]
    let body: [UInt8]

    /// Where the platform is, as the client named it.
    var origin: String { "http://\(headers["host"] ?? "127.0.0.1")" }

    /// The body, which has to be JSON of this shape.
    ///
    /// - Throws: ``Refusal`` 400.
    func json(_ shape: Shape) throws(Refusal) -> JSONValue {
        guard headers["content-type"]?.split(separator: ";").first?.lowercased() == "application/json" else {
            throw .malformed("the Content-Type is not application/json")
        }
        guard let value = JSONValue(body) else { throw .malformed("the body is not JSON") }
        if let problem = shape.problem(value, at: "") { throw .malformed(problem) }
        return value
    }
}

/// A request that was answered.
package struct LoggedRequest: Sendable, Equatable {
    package let method: String
    package let path: String
    /// As it was sent.
    package let query: String
    /// Empty unless ``LMSPlatform/Options/keepsBodies``.
    package let body: [UInt8]
    /// The status of the answer; nil where the connection was reset.
    package let status: Int?
    /// Empty unless ``LMSPlatform/Options/keepsBodies``.
    package let answer: [UInt8]
    /// What went wrong on purpose.
    package let fault: LMSFault?
}
