import ConnectorKit
import Foundation
import Go1Simulator
import Testing
import TestSupport

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
        let port = try Loopback.freePort()
        try write(
            "http: { listen: \"127.0.0.1:\(port)\", public_url: \"http://127.0.0.1:\(port)\" }\n",
            to: "tributary.yaml")
        return port
    }
}
