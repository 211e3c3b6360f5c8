package import ConnectorKit
package import NIOCore

/// The response of a simulator.
package struct SimulatedAnswer: Sendable {
    package var status: Int
    package var contentType: String
    package var headers: [String: String]
    package var body: ByteBuffer
    /// Whether the connection is closed in the middle of the body.
    package var isCut = false

    package init(
        status: Int = 200, contentType: String = "application/json", headers: [String: String] = [:],
        body: ByteBuffer = ByteBuffer()
    ) {
        self.status = status
        self.contentType = contentType
        self.headers = headers
        self.body = body
    }

    package init(_ value: JSONValue, status: Int = 200, headers: [String: String] = [:]) {
        self.init(status: status, headers: headers, body: ByteBuffer(bytes: value.bytes()))
    }

    package var text: String { String(buffer: body) }
}

/// Why a simulator refuses a request. Each service writes its errors in a way of its own.
package struct SimulatedRefusal: Error, Sendable, Equatable {
    package let status: Int
    package let message: String
    package let headers: [String: String]

    package init(_ status: Int, _ message: String, headers: [String: String] = [:]) {
        self.status = status
        self.message = message
        self.headers = headers
    }
}
