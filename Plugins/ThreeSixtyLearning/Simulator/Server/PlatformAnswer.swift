/// An answer, and how it is to reach the client.
struct PlatformAnswer: Sendable {
    var status: Int
    var headers: [String: String] = [:]
    var contentType = "application/json"
    var body: [UInt8] = []
    var delivery = Delivery.whole

    enum Delivery: Sendable {
        case whole
        /// Half of the body, and the connection is closed.
        case half
        /// The connection is reset.
        case none
    }

    static func json(_ status: Int, _ value: JSONValue) -> PlatformAnswer {
        PlatformAnswer(status: status, body: value.bytes)
    }

    static func refusal(_ refusal: Refusal) -> PlatformAnswer { json(refusal.status, refusal.body) }
}
