import Foundation
import Testing

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// Callers that never come to an end.
@Suite struct SlowCallerTests {
    @Test(
        "SIGTERM ends the daemon with status 0 while callers send the half of a body, and none reads its answer",
        .enabled(if: Surroundings.runsSlowTests))
    func halfABody() async throws {
        try await Sandbox.with(items: 1) { sandbox in
            try sandbox.write(Sandbox.Group())
            let port = try sandbox.listen()
            let made = try await sandbox.run("token", "create", "--role", "admin", "--name", "slow")
            let token = made.output.trimmingCharacters(in: .whitespacesAndNewlines)
            let served = try await ServedProgram.start(sandbox)
            let half =
                "POST /api/v1/paths HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer \(token)\r\n"
                + "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"na"
            let deaf = String(repeating: "GET /openapi.json HTTP/1.1\r\nHost: h\r\n\r\n", count: 200)
            let callers = try [half, deaf, half].map { try Caller(port: port, says: $0) }
            defer { for caller in callers { caller.leave() } }
            let metrics = try #require(URL(string: "http://127.0.0.1:\(port)/metrics"))
            await eventually("both halves are waited for, besides the question itself") {
                let page = try? await URLSession.shared.data(from: metrics).0
                return page.map { String(decoding: $0, as: UTF8.self) }?
                    .contains("\ntributary_http_requests_active 3\n") ?? false
            }
            served.program.send(SIGTERM)
            let ended = await served.program.finished()
            #expect(ended.status == 0)
            #expect(!ended.wasKilled)
        }
    }

    /// Sends something and then nothing more, and reads nothing.
    private struct Caller {
        private let socket: Int32

        init(port: Int, says text: String) throws {
            socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = in_port_t(port).bigEndian
            address.sin_addr.s_addr = inet_addr("127.0.0.1")
            let connected = withUnsafePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
            try #require(connected == 0)
            let bytes = Array(text.utf8)
            try #require(send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count)
        }

        func leave() { close(socket) }
    }
}
