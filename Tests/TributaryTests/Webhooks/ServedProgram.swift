import ConnectorKit
import Foundation
import Go1Simulator
import Testing

/// `tributary serve` beside a test, which providers reach at `public_url`.
struct ServedProgram {
    let program: RunningProgram

    /// Starts it, and waits until it listens.
    static func start(_ sandbox: Sandbox) async throws -> ServedProgram {
        let program = try sandbox.start(["serve"])
        await eventually("the program listens") { program.outputSoFar.contains("listens on") }
        return ServedProgram(program: program)
    }
}

extension Sandbox {
    /// Has the host listen on a free port, and providers call there.
    func listen() throws -> Int {
        let port = try FreePort.find()
        try write(
            "http: { listen: \"127.0.0.1:\(port)\", public_url: \"http://127.0.0.1:\(port)\" }\n",
            to: "tributary.yaml")
        return port
    }
}

/// A port that was free a moment ago: the address has to be known before the program that serves it starts.
enum FreePort {
    static func find() throws -> Int {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(socket, pointer, length) == 0 ? getsockname(socket, pointer, &length) : -1
            }
        }
        try #require(result == 0)
        return Int(in_port_t(bigEndian: address.sin_port))
    }
}
