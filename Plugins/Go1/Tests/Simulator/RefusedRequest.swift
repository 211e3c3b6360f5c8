import SimulatorSupport
import ConnectorKit
import Testing

/// A request that is refused, and the expected error.
struct RefusedRequest: Sendable {
    let target: String
    let status: Int
    let code: String
    let message: String

    init(_ target: String, _ status: Int, _ code: String, _ message: String) {
        self.target = target
        self.status = status
        self.code = code
        self.message = message
    }

    /// A request that is refused as invalid.
    init(_ target: String, _ message: String) {
        self.init(target, 400, "invalid_request", message)
    }

    /// Checks status and whole body.
    ///
    /// - Parameter reference: The number of the request at its portal.
    func check(_ answer: Answered, reference: Int = 1, sourceLocation: SourceLocation = #_sourceLocation) {
        let body = JSONValue.object([
            "ref": .text(String(reference)), "error_code": .text(code), "message": .text(message),
        ])
        #expect(answer.status == status, "\(target)", sourceLocation: sourceLocation)
        #expect(answer.json == body, "\(target)", sourceLocation: sourceLocation)
        #expect(answer.header("Content-Type") == "application/json", sourceLocation: sourceLocation)
    }

    /// Sends each request to one portal.
    static func check(_ rows: [RefusedRequest], at path: String) async throws {
        try await PortalSite.with(items: 5) { site in
            for (index, row) in rows.enumerated() {
                row.check(try await site.get(path + row.target), reference: index + 1)
            }
        }
    }
}
