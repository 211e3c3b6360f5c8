import SimulatorSupport
import ConnectorKit
import Hummingbird

/// A response, and how it is delivered.
struct PortalAnswer: Sendable {
    var status: Int
    var headers: [String: String] = [:]
    var contentType = "application/json"
    var parts: [ByteBuffer]
    var delivery = Delivery.whole
    /// The cursor of this page, which counts as used once the page was sent completely.
    var cursor: String?
    var fault: Fault?

    enum Delivery: Sendable {
        case whole
        /// Half of the body, then the connection is closed.
        case half
        /// The connection is reset.
        case none
    }

    var length: Int { parts.reduce(0) { $0 + $1.readableBytes } }

    static func json(_ status: Int, _ value: JSONValue, escapesSlashes: Bool = false) -> PortalAnswer {
        let bytes = value.bytes(escapingSlashes: escapesSlashes)
        return PortalAnswer(status: status, parts: [ByteBuffer(bytes: bytes)])
    }
}
