import Foundation
import Synchronization
import TestSupport

/// A request that the server received.
struct Received: Sendable {
    let method: String
    let target: String
    let headers: [String: String]
    let body: [UInt8]
    /// The number of its connection, from 1.
    let connection: Int
}

/// A step of the server's response to a request. The connection is kept unless a step ends it.
enum Step: Sendable {
    case send(String)
    case bytes([UInt8])
    case close
    /// Resets the connection (RST).
    case reset
    /// Waits until the client disconnects.
    case hold

    /// A complete response.
    static func answer(_ status: Int = 200, headers: [String] = [], body: [UInt8] = []) -> [Step] {
        let lines = ["HTTP/1.1 \(status) Status"] + headers + ["Content-Length: \(body.count)"]
        return [.send(lines.joined(separator: "\r\n") + "\r\n\r\n"), .bytes(body)]
    }

    static func answer(_ status: Int, headers: [String] = [], _ text: String) -> [Step] {
        answer(status, headers: headers, body: Array(text.utf8))
    }

    static func answer(headers: [String] = [], _ text: String) -> [Step] {
        answer(200, headers: headers, text)
    }
}

/// An HTTP/1.1 server on plain sockets that follows a script, malformed responses included.
final class ScriptedServer: Sendable {
    private struct State {
        var requests: [Received] = []
        var connections: [Int32] = []
        var opened = 0
        /// Connections whose client disconnected while the server held its response back.
        var abandoned = 0
        var heldBack = false
        var stopped = false
    }

    let port: Int
    private let listener: Int32
    private let state = Mutex(State())
    private let script: @Sendable (Received) -> [Step]

    var url: String { "http://127.0.0.1:\(port)" }
    var requests: [Received] { state.withLock { $0.requests } }
    var opened: Int { state.withLock { $0.opened } }
    var abandoned: Int { state.withLock { $0.abandoned } }
    /// Whether a client paused reading.
    var heldBack: Bool { state.withLock { $0.heldBack } }

    init(_ script: @escaping @Sendable (Received) -> [Step]) throws {
        self.script = script
        (listener, port) = try Loopback.listener(backlog: 1024)
    }

    /// Serves while `body` runs.
    @discardableResult
    static func run<Value>(
        _ script: @escaping @Sendable (Received) -> [Step],
        during body: (ScriptedServer) async throws -> Value
    ) async throws -> Value {
        let server = try ScriptedServer(script)
        Thread { server.accept() }.start()
        defer { server.stop() }
        return try await body(server)
    }

    private func stop() {
        state.withLock { state in
            state.stopped = true
            shutdown(listener, Int32(SHUT_RDWR))
            for connection in state.connections { shutdown(connection, Int32(SHUT_RDWR)) }
        }
    }

    private func accept() {
        while true {
            let connection = Foundation.accept(listener, nil, nil)
            guard connection >= 0 else { break }
            let number = state.withLock { state -> Int? in
                guard !state.stopped else { return nil }
                state.connections.append(connection)
                state.opened += 1
                return state.opened
            }
            guard let number else {
                close(connection)
                break
            }
            Thread { self.serve(connection, number) }.start()
        }
        close(listener)
    }

    private func serve(_ connection: Int32, _ number: Int) {
        var buffer: [UInt8] = []
        while let request = read(connection, number, &buffer) {
            state.withLock { $0.requests.append(request) }
            guard perform(script(request), on: connection) else { break }
        }
        state.withLock { state in
            state.connections.removeAll { $0 == connection }
            close(connection)
        }
    }

    /// Returns false if the connection has ended.
    private func perform(_ steps: [Step], on connection: Int32) -> Bool {
        for step in steps {
            switch step {
            case .send(let text): guard write(Array(text.utf8), to: connection) else { return false }
            case .bytes(let bytes): guard write(bytes, to: connection) else { return false }
            case .close: return false
            case .reset:
                var option = linger(l_onoff: 1, l_linger: 0)
                setsockopt(connection, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
                return false
            case .hold:
                var byte: UInt8 = 0
                while recv(connection, &byte, 1, 0) > 0 {}
                state.withLock { $0.abandoned += 1 }
                return false
            }
        }
        return true
    }

    private func write(_ bytes: [UInt8], to connection: Int32) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                let rest = UnsafeRawBufferPointer(rebasing: buffer[sent...])
                return send(
                    connection, rest.baseAddress, rest.count, Int32(Int(MSG_NOSIGNAL) | Int(MSG_DONTWAIT)))
            }
            if count > 0 {
                sent += count
            } else {
                guard errno == EAGAIN else { return false }
                var wait = pollfd(fd: connection, events: Int16(POLLOUT), revents: 0)
                if poll(&wait, 1, 200) == 0 { state.withLock { $0.heldBack = true } }
            }
        }
        return true
    }

    private func read(_ connection: Int32, _ number: Int, _ buffer: inout [UInt8]) -> Received? {
        let end = Array("\r\n\r\n".utf8)
        var searched = 0
        while true {
            if let head = buffer[searched...].firstRange(of: end) {
                let lines = String(decoding: buffer[..<head.lowerBound], as: UTF8.self).components(
                    separatedBy: "\r\n")
                var headers: [String: String] = [:]
                for line in lines.dropFirst() {
                    let parts = line.split(separator: ":", maxSplits: 1)
                    guard let name = parts.first else { continue }
                    headers[name.lowercased()] =
                        parts.count > 1 ? parts[1].trimmingCharacters(in: .whitespaces) : ""
                }
                let length = headers["content-length"].flatMap { Int($0) } ?? 0
                while buffer.count < head.upperBound + length {
                    guard receive(connection, &buffer) else { return nil }
                }
                let body = Array(buffer[head.upperBound..<head.upperBound + length])
                buffer.removeFirst(head.upperBound + length)
                let first = lines[0].split(separator: " ").map { String($0) }
                guard first.count == 3 else { return nil }
                return Received(
                    method: first[0], target: first[1], headers: headers, body: body, connection: number)
            }
            searched = max(0, buffer.count - end.count)
            guard receive(connection, &buffer) else { return nil }
        }
    }

    private func receive(_ connection: Int32, _ buffer: inout [UInt8]) -> Bool {
        var chunk = [UInt8](repeating: 0, count: 16 << 10)
        let count = recv(connection, &chunk, chunk.count, 0)
        guard count > 0 else { return false }
        buffer += chunk[..<count]
        return true
    }
}
