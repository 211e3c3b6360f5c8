import ConnectorKit
import Foundation
import Testing
import Transport
import TestSupport

@Suite struct CurlClientFaultTests {
    /// Sends a GET and expects the failure built from the server's URL.
    private func expect(
        _ failure: (_ url: String) -> Failure, limits: TransferLimits = TransferLimits(), from steps: [Step],
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        try await ScriptedServer.run { _ in
            steps
        } during: { server in
            await #expect(throws: failure("GET \(server.url)/x"), sourceLocation: sourceLocation) {
                try await CurlClient(limits: limits).send(HTTPRequest(.get, server.url + "/x?key=s3cret"))
            }
        }
    }

    @Test("A refused connection is reported with its address and what to check")
    func refused() async throws {
        let (socket, port) = try Loopback.listener(backlog: 1)
        close(socket)
        await #expect(
            throws: Failure.transient(
                "GET http://127.0.0.1:\(port)/x: the connection was refused; "
                    + "is the address right and the service up?")
        ) { try await CurlClient().send(HTTPRequest(.get, "http://127.0.0.1:\(port)/x?key=s3cret")) }
    }

    @Test("An unknown host name is reported as such")
    func unknownHost() async {
        await #expect(
            throws: Failure.transient(
                "GET https://nowhere.invalid/x: the host name was not found; "
                    + "is the address right and is there a network?")
        ) { try await CurlClient().send(HTTPRequest(.get, "https://nowhere.invalid/x?key=s3cret")) }
    }

    @Test("A truncated body is a failure")
    func cutOff() async throws {
        try await expect(
            { .transient("\($0): the answer was cut off after 3 bytes") },
            from: [.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"), .close])
        try await expect(
            { .transient("\($0): the answer was cut off after 3 bytes") },
            from: [.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"), .close])
    }

    @Test("A connection that ends without a response or with a reset is a transient failure")
    func broken() async throws {
        try await expect(
            { .transient("\($0): the connection was closed before an answer came") }, from: [.close])
        try await expect(
            { .transient("\($0): the connection was reset") },
            from: [.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n"), .reset])
    }

    @Test("A response that is not HTTP, or not encoded as stated, violates the contract")
    func garbage() async throws {
        try await expect(
            { .contract("\($0): the answer is not HTTP; is the address that of a web service?") },
            from: [.send("SSH-2.0-OpenSSH_9.2\r\n\u{1}\u{2}\r\n\r\n"), .close])
        try await expect(
            { .contract("\($0): the body is not encoded as its Content-Encoding header says") },
            from: Step.answer(headers: ["Content-Encoding: gzip"], "plain text"))
        try await expect(
            { .contract("\($0): the body is not encoded as its Content-Encoding header says") },
            from: Step.answer(headers: ["Content-Encoding: snappy"], "plain text"))
    }

    @Test("A body over the limit is refused, with or without a stated length, compressed or not")
    func tooLarge() async throws {
        let limits = TransferLimits(bodyBytes: 100_000)
        let failure = { (url: String) -> Failure in
            .contract("\(url): the body of the answer is larger than 100000 bytes")
        }
        try await expect(
            failure, limits: limits,
            from: [.send("HTTP/1.1 200 OK\r\nContent-Length: 100001\r\n\r\n"), .hold])
        let chunk = "186a1\r\n" + String(repeating: "x", count: 100_001) + "\r\n"
        try await expect(
            failure, limits: limits,
            from: [.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk), .hold])
        try await expect(
            failure, limits: limits, from: Step.answer(headers: ["Content-Encoding: gzip"], body: Self.bomb))
        try await expect(
            { .contract("\($0): the body of the answer is larger than 1 MiB") },
            limits: TransferLimits(bodyBytes: 1 << 20),
            from: [.send("HTTP/1.1 200 OK\r\nContent-Length: 9999999999999\r\n\r\n"), .hold])
    }

    @Test("A body of exactly the limit is accepted")
    func largest() async throws {
        try await ScriptedServer.run { _ in
            Step.answer(body: Array(repeating: 7, count: 1_000))
        } during: { server in
            let client = CurlClient(limits: TransferLimits(bodyBytes: 1_000))
            let answer = try await client.send(HTTPRequest(.get, server.url))
            #expect(answer.body == Array(repeating: 7, count: 1_000))
        }
    }

    @Test("Headers without end are refused")
    func endlessHeaders() async throws {
        let line = "X-Filler: " + String(repeating: "x", count: 1_000) + "\r\n"
        try await expect(
            { .contract("\($0): the headers of the answer are larger than 256 KiB") },
            from: [.send("HTTP/1.1 200 OK\r\n" + String(repeating: line, count: 300)), .hold])
    }

    @Test("A request to a silent server fails after the idle time")
    func idle() async throws {
        try await expect(
            { .transient("\($0): nothing was received for 1 s") },
            limits: TransferLimits(idle: .milliseconds(700)), from: [.hold])
    }

    @Test("A request fails when its whole time is over, redirects included")
    func whole() async throws {
        let limits = TransferLimits(whole: .milliseconds(150))
        try await expect(
            { .transient("\($0): no complete answer within 0.15 s") }, limits: limits, from: [.hold])
        try await ScriptedServer.run { request in
            request.target == "/" ? Step.answer(302, headers: ["Location: /slow"], "") : [.hold]
        } during: { server in
            await #expect(
                throws: Failure.transient("GET \(server.url)/slow: no complete answer within 0.15 s")
            ) { try await CurlClient(limits: limits).send(HTTPRequest(.get, server.url)) }
        }
    }

    @Test("A connection that is never completed fails after the connect time")
    func connect() async throws {
        let (socket, port) = try Loopback.listener(backlog: 8)
        defer { close(socket) }
        let client = CurlClient(limits: TransferLimits(connect: .milliseconds(150)))
        await #expect(
            throws: Failure.transient(
                "GET https://localhost:\(port)/: no connection within 0.15 s; is the service up?")
        ) { try await client.send(HTTPRequest(.get, "https://localhost:\(port)")) }
    }

    /// 300 KiB of zeros as 333 bytes of gzip, which are nearly all zeros too.
    private static let bomb: [UInt8] = {
        let middle = String(repeating: "A", count: 395)
        return Data(base64Encoded: "H4sIAAAAAAACA+3BAQ0AAADCoPdPbQ43oA" + middle + "ODPAJbA7IIAsAQA").map {
            Array($0)
        } ?? []
    }()
}
