import ConnectorKit
import Testing
import TestSupport

@testable import Transport

@Suite struct StreamTests {
    private let client = CurlClient(limits: TransferLimits(bodyBytes: 10))

    @Test("A streamed body arrives whole and in order, beyond the limit of unstreamed bodies")
    func whole() async throws {
        let body = pattern(3_000_000)
        try await ScriptedServer.run { _ in
            Step.answer(headers: ["X-A: 1"], body: body)
        } during: { server in
            let read = try await client.stream(HTTPRequest(.get, server.url)) {
                head, chunks throws(Failure) in
                #expect(head.status == 200)
                #expect(head.header("x-a") == "1")
                #expect(head.body.isEmpty)
                return try await Self.all(chunks)
            }
            #expect(read == body)
        }
    }

    @Test("An empty body ends at once, also after a redirect")
    func empty() async throws {
        try await ScriptedServer.run { request in
            request.target == "/" ? Step.answer(302, headers: ["Location: /z"], "moved") : Step.answer(204)
        } during: { server in
            let read = try await client.stream(HTTPRequest(.get, server.url)) {
                head, chunks throws(Failure) in
                #expect(head.status == 204)
                return try await Self.all(chunks)
            }
            #expect(read == [])
        }
    }

    @Test("A slow reader holds the server back and misses nothing")
    func backpressure() async throws {
        let body = pattern(24 << 20)
        try await ScriptedServer.run { _ in
            Step.answer(body: body)
        } during: { server in
            let read = try await client.stream(HTTPRequest(.get, server.url)) { _, chunks throws(Failure) in
                await eventually("the server is held back") { server.heldBack }
                return try await Self.all(chunks)
            }
            #expect(read == body)
        }
    }

    @Test("A full buffer accepts nothing until it is read")
    func buffer() async throws {
        let pipe = BodyPipe(of: 1, inbox: Inbox())
        let bytes = [UInt8](repeating: 1, count: BodyPipe.highWater)
        #expect(bytes.withUnsafeBytes { pipe.offer($0) })
        #expect(!bytes.withUnsafeBytes { pipe.offer($0) })
        #expect(try await pipe.next() == bytes)
        #expect(bytes.withUnsafeBytes { pipe.offer($0) })
    }

    @Test("Returning early ends the transfer")
    func early() async throws {
        let head = "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\nbeginning"
        try await ScriptedServer.run { _ in
            [.send(head), .hold]
        } during: { server in
            let first = try await client.stream(HTTPRequest(.get, server.url)) { _, chunks throws(Failure) in
                var iterator = chunks.makeAsyncIterator()
                return try await iterator.next()
            }
            #expect(first?.first == UInt8(ascii: "b"))
            await eventually("the connection is given up") { server.abandoned == 1 }
        }
    }

    @Test("Cancelling ends a stream at once in every state")
    func cancelled() async throws {
        for head in ["", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"] {
            try await ScriptedServer.run { _ in
                [.send(head), .hold]
            } during: { server in
                let url = server.url
                let client = client
                let task = Task { () async throws(Failure) in
                    try await client.stream(HTTPRequest(.get, url)) { _, chunks throws(Failure) in
                        try await Self.all(chunks)
                    }
                }
                await eventually("the request arrives") { server.requests.count == 1 }
                task.cancel()
                await #expect(throws: Failure.fatal("GET \(url)/ was cancelled")) { try await task.value }
                await eventually("the connection is given up") { server.abandoned == 1 }
            }
        }
    }

    @Test("A truncated stream yields what arrived and then throws")
    func cutOff() async throws {
        let head = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"
        try await ScriptedServer.run { _ in
            [.send(head), .close]
        } during: { server in
            let expected = Failure.transient("GET \(server.url)/: the answer was cut off after 3 bytes")
            let read = try await client.stream(HTTPRequest(.get, server.url)) { _, chunks throws(Failure) in
                var iterator = chunks.makeAsyncIterator()
                var read: [UInt8] = []
                do throws(Failure) {
                    while let chunk = try await iterator.next() { read += chunk }
                    Issue.record("the truncated stream ended without a failure")
                } catch {
                    #expect(error == expected)
                }
                return read
            }
            #expect(read == Array("abc".utf8))
        }
    }

    @Test("A stream over its own limit is refused")
    func limit() async throws {
        try await ScriptedServer.run { _ in
            Step.answer("12345678")
        } during: { server in
            await #expect(
                throws: Failure.contract("GET \(server.url)/: the body of the answer is larger than 7 bytes")
            ) {
                try await client.stream(HTTPRequest(.get, server.url), maximumBytes: 7) {
                    _, chunks throws(Failure) in
                    try await Self.all(chunks)
                }
            }
        }
    }

    private static func all(_ chunks: BodyChunks) async throws(Failure) -> [UInt8] {
        var iterator = chunks.makeAsyncIterator()
        var all: [UInt8] = []
        while let chunk = try await iterator.next() { all += chunk }
        return all
    }
}
