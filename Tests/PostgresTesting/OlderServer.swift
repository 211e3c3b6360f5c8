import Foundation
import TestSupport

/// A server that greets as one of an older version of PostgreSQL, and does nothing else.
package final class OlderServer: Sendable {
    /// The URL of a database of it.
    package let url: String
    private let listener: Int32

    /// - Parameter version: such as `14.9`.
    package init(version: String) throws {
        let (listener, port) = try Loopback.listener(backlog: 8)
        self.listener = listener
        url = "postgres://postgres@127.0.0.1:\(port)/tributary"
        let greeting = Self.greeting(version)
        Thread {
            while case let client = accept(listener, nil, nil), client >= 0 {
                Self.greet(client, greeting)
                Foundation.close(client)
            }
        }.start()
    }

    package func close() { shutdown(listener, Int32(SHUT_RDWR)) }

    /// What a server sends once it has let somebody in ("Frontend/Backend Protocol", message formats).
    private static func greeting(_ version: String) -> [UInt8] {
        func message(_ type: Character, _ body: [UInt8]) -> [UInt8] {
            let length = UInt32(body.count + 4).bigEndian
            return [type.asciiValue ?? 0] + withUnsafeBytes(of: length, Array.init) + body
        }
        func parameter(_ name: String, _ value: String) -> [UInt8] {
            message("S", Array(name.utf8) + [0] + Array(value.utf8) + [0])
        }
        return message("R", [0, 0, 0, 0]) + parameter("server_version", version)
            + parameter("server_encoding", "UTF8") + parameter("client_encoding", "UTF8")
            + parameter("in_hot_standby", "off") + parameter("default_transaction_read_only", "off")
            + message("K", [UInt8](repeating: 0, count: 8)) + message("Z", [UInt8(ascii: "I")])
    }

    /// Refuses what comes before, TLS, and greets; then waits for the other side to go.
    private static func greet(_ client: Int32, _ greeting: [UInt8]) {
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while case let count = read(client, &buffer, buffer.count), count > 0 {
            // Eight bytes ask for a protected link; anything longer is the client's greeting.
            let answer = count == 8 ? [UInt8(ascii: "N")] : buffer[0] == 0 ? greeting : []
            _ = answer.withUnsafeBytes { send(client, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        }
    }
}
