import Foundation
import TestSupport

/// A conversation over a plain socket: what no HTTP library would send can be sent.
enum RawExchange {
    /// Sends a request and reads to the end of the connection.
    static func answer(to request: [UInt8], port: Int) throws -> String {
        let socket = try Loopback.connection(to: port)
        defer { close(socket) }
        var rest = request[...]
        while !rest.isEmpty {
            // A server that has said enough may close before it has read all.
            let sent = rest.withUnsafeBytes { send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard sent > 0 else { break }
            rest = rest.dropFirst(sent)
        }
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while true {
            let count = recv(socket, &buffer, buffer.count, 0)
            guard count > 0 else { break }
            answer += buffer[..<count]
        }
        return String(decoding: answer, as: UTF8.self)
    }
}
