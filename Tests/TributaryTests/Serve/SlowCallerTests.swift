import Foundation
import Testing
import TestSupport

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
            socket = try Loopback.connection(to: port)
            let bytes = Array(text.utf8)
            try #require(send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count)
        }

        func leave() { close(socket) }
    }
}
