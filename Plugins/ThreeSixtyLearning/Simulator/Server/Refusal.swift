/// An answer that says no, in one of the two shapes that are published: `{"error":"code"}` for tokens, bad
/// tokens and too many requests, `{"error":{"code","message"}}` for everything else.
struct Refusal: Error, Sendable {
    let status: Int
    let code: String
    /// Nil for the flat shape.
    let message: String?

    private init(_ status: Int, _ code: String, _ message: String?) {
        self.status = status
        self.code = code
        self.message = message
    }

    static func flat(_ status: Int, _ code: String) -> Refusal { Refusal(status, code, nil) }

    static func nested(_ status: Int, _ code: String, _ message: String) -> Refusal {
        Refusal(status, code, message)
    }

    /// What is not as published. No code is published for it on most endpoints: this one is our decision.
    static func malformed(_ message: String) -> Refusal { nested(400, "invalidRequest", message) }

    static let invalidToken = flat(401, "invalid_token")
    static let tooManyRequests = flat(429, "tooManyRequests")

    var body: JSONValue {
        guard let message else { return ["error": .text(code)] }
        return ["error": ["code": .text(code), "message": .text(message)]]
    }
}
