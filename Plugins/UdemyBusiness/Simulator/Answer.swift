import ConnectorKit
import SimulatorSupport
import NIOCore

/// A response of the site.
struct Answer: Sendable {
    var status = 200
    var contentType = "application/json"
    var headers: [String: String] = [:]
    var body: ByteBuffer
    /// Whether the connection breaks off in the middle of the body.
    var isCut = false

    var text: String { String(buffer: body) }

    static func json(_ value: JSONValue, status: Int = 200) -> Answer {
        var writer = JSONWriter()
        writer.write(value)
        return Answer(status: status, body: ByteBuffer(bytes: writer.bytes))
    }
}

/// Why a request is refused. The body has one member, `detail`, as Django REST framework writes it (our decision).
struct Refusal: Error {
    let status: Int
    let detail: String
    var headers: [String: String] = [:]

    init(_ status: Int, _ detail: String, headers: [String: String] = [:]) {
        self.status = status
        self.detail = detail
        self.headers = headers
    }

    var answer: Answer {
        var answer = Answer.json(["detail": .text(detail)], status: status)
        answer.headers = headers
        return answer
    }
}
