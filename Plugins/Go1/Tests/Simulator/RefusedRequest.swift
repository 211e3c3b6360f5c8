import Testing

/// A request that is refused, and with what.
struct RefusedRequest: Sendable, CustomTestStringConvertible {
    let target: String
    let status: Int
    let code: String
    let message: String

    init(_ target: String, _ status: Int = 400, _ code: String = "invalid_request", _ message: String) {
        self.target = target
        self.status = status
        self.code = code
        self.message = message
    }

    var testDescription: String { target }

    /// Checks status and whole body; the request is the portal's first.
    func check(_ answer: Answered, sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(answer.status == status, sourceLocation: sourceLocation)
        #expect(
            answer.json
                == .object(["ref": .text("1"), "error_code": .text(code), "message": .text(message)]),
            sourceLocation: sourceLocation)
        #expect(answer.header("Content-Type") == "application/json", sourceLocation: sourceLocation)
    }
}
