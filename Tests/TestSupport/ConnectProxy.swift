import Foundation
import Synchronization

/// A proxy on plain sockets that tunnels (CONNECT, RFC 9110, 9.3.6; or SOCKS 5, RFC 1928) and keeps what it saw.
///
/// Every tunnel leads to a port of this machine, whatever the host is called.
package final class ConnectProxy: Sendable {
    /// How it answers.
    package enum Manner: Sendable {
        case tunnels
        /// Demands `Proxy-Authorization: Basic` with this user and password.
        case demands(user: String, password: String)
        /// Refuses with a status.
        case refuses(Int)
        /// Closes the connection without an answer.
        case hangsUp
        /// Speaks SOCKS 5, takes names alone, and answers with this code; 0 tunnels.
        case socks(reply: UInt8)
    }

    private struct State {
        var targets: [String] = []
        var heads: [String] = []
        var bytes: [UInt8] = []
        var sockets: Set<Int32> = []
        var isStopped = false
    }

    package let port: Int
    private let listener: Int32
    private let manner: Manner
    private let destination: Int?
    private let state = Mutex(State())

    package var url: String { "http://127.0.0.1:\(port)" }
    /// The host and port of every CONNECT.
    package var targets: [String] { state.withLock { $0.targets } }
    /// The heads of all requests.
    package var heads: [String] { state.withLock { $0.heads } }
    /// All that clients sent through tunnels.
    package var bytes: [UInt8] { state.withLock { $0.bytes } }

    private init(_ manner: Manner, to destination: Int?) throws {
        self.manner = manner
        self.destination = destination
        (listener, port) = try Loopback.listener(backlog: 128)
    }

    /// Serves while `body` runs.
    ///
    /// - Parameter destination: The port that tunnels lead to; nil for the one that is asked for.
    @discardableResult
    package static func run<Value>(
        _ manner: Manner = .tunnels, to destination: Int? = nil,
        during body: (ConnectProxy) async throws -> Value
    ) async throws -> Value {
        let proxy = try ConnectProxy(manner, to: destination)
        Thread { proxy.accept() }.start()
        defer { proxy.stop() }
        return try await body(proxy)
    }

    private func stop() {
        state.withLock { state in
            state.isStopped = true
            for socket in state.sockets { shutdown(socket, Int32(SHUT_RDWR)) }
        }
        shutdown(listener, Int32(SHUT_RDWR))
    }

    private func accept() {
        while true {
            let client = Foundation.accept(listener, nil, nil)
            guard client >= 0 else { break }
            guard keep(client) else { continue }
            Thread {
                self.serve(client)
                self.release(client)
            }.start()
        }
        close(listener)
    }

    /// Returns false, and closes the socket, if the proxy has stopped.
    private func keep(_ socket: Int32) -> Bool {
        let isKept = state.withLock { state in
            if !state.isStopped { state.sockets.insert(socket) }
            return !state.isStopped
        }
        if !isKept { close(socket) }
        return isKept
    }

    private func release(_ socket: Int32) {
        state.withLock { state in
            state.sockets.remove(socket)
            close(socket)
        }
    }

    private func serve(_ client: Int32) {
        if case .socks(let reply) = manner { return serveSOCKS(client, reply) }
        if case .hangsUp = manner { return }
        while let head = head(from: client) {
            let target = head.hasPrefix("CONNECT ") ? head.split(separator: " ").dropFirst().first : nil
            state.withLock { state in
                state.heads.append(head)
                if let target { state.targets.append(String(target)) }
            }
            switch manner {
            case .refuses(let status):
                return send("HTTP/1.1 \(status) No\r\nContent-Length: 0\r\n\r\n", to: client)
            case .demands(let user, let password):
                let credentials = Data("\(user):\(password)".utf8).base64EncodedString()
                guard head.contains("\r\nProxy-Authorization: Basic \(credentials)\r\n") else {
                    return send(
                        "HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n",
                        to: client)
                }
            case .tunnels, .hangsUp, .socks: break
            }
            guard let target, let named = target.split(separator: ":").last.flatMap({ Int($0) }) else {
                return send("HTTP/1.1 405 No\r\nContent-Length: 0\r\n\r\n", to: client)
            }
            guard let server = try? Loopback.connection(to: destination ?? named) else {
                return send("HTTP/1.1 502 No\r\nContent-Length: 0\r\n\r\n", to: client)
            }
            guard keep(server) else { return }
            send("HTTP/1.1 200 OK\r\n\r\n", to: client)
            return tunnel(client, server)
        }
    }

    private func serveSOCKS(_ client: Int32, _ reply: UInt8) {
        guard let greeting = read(2, from: client), greeting[0] == 5,
            read(Int(greeting[1]), from: client) != nil
        else { return }
        send([5, 0], to: client)
        guard let request = read(5, from: client), request[3] == 3,
            let rest = read(Int(request[4]) + 2, from: client)
        else { return }
        let port = Int(rest[rest.count - 2]) << 8 | Int(rest[rest.count - 1])
        let target = "\(String(decoding: rest.dropLast(2), as: UTF8.self)):\(port)"
        state.withLock { $0.targets.append(target) }
        send([5, reply, 0, 1, 0, 0, 0, 0, 0, 0], to: client)
        guard reply == 0, let server = try? Loopback.connection(to: destination ?? port), keep(server)
        else { return }
        tunnel(client, server)
    }

    private func read(_ count: Int, from client: Int32) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        return recv(client, &bytes, count, Int32(MSG_WAITALL)) == count ? bytes : nil
    }

    private func tunnel(_ client: Int32, _ server: Int32) {
        let isOver = DispatchSemaphore(value: 0)
        Thread {
            self.pump(server, client) { _ in }
            isOver.signal()
        }.start()
        pump(client, server) { bytes in self.state.withLock { $0.bytes += bytes } }
        isOver.wait()
        release(server)
    }

    /// Copies until one side ends, and then ends both.
    private func pump(_ from: Int32, _ to: Int32, _ note: ([UInt8]) -> Void) {
        var chunk = [UInt8](repeating: 0, count: 16 << 10)
        loop: while true {
            let count = recv(from, &chunk, chunk.count, 0)
            guard count > 0 else { break }
            note(Array(chunk[..<count]))
            var sent = 0
            while sent < count {
                let written = chunk[sent..<count].withUnsafeBytes {
                    Foundation.send(to, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
                guard written > 0 else { break loop }
                sent += written
            }
        }
        shutdown(from, Int32(SHUT_RDWR))
        shutdown(to, Int32(SHUT_RDWR))
    }

    /// Reads byte by byte, since what follows the head belongs to the tunnel.
    private func head(from client: Int32) -> String? {
        var bytes: [UInt8] = []
        var byte: UInt8 = 0
        while recv(client, &byte, 1, 0) == 1 {
            bytes.append(byte)
            if bytes.suffix(4) == [13, 10, 13, 10] { return String(decoding: bytes, as: UTF8.self) }
        }
        return nil
    }

    private func send(_ text: String, to client: Int32) { send(Array(text.utf8), to: client) }

    private func send(_ bytes: [UInt8], to client: Int32) {
        _ = Foundation.send(client, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }
}
