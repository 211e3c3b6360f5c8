import ConnectorKit
import Foundation
import Testing
import Transport
import TestSupport

@Suite struct CurlClientTests {
    private let client = CurlClient()

    @Test("Status, headers and body arrive as they were sent")
    func answer() async throws {
        try await ScriptedServer.run { _ in
            Step.answer(404, headers: ["X-One: 1", "x-one: 2", "X-Empty:"], "gone")
        } during: { server in
            let answer = try await client.send(HTTPRequest(.get, server.url + "/a%20b?type[]=x&y=%C3%A9"))
            #expect(answer.status == 404)
            #expect(
                answer.headers == [
                    HTTPHeader("X-One", "1"), HTTPHeader("x-one", "2"), HTTPHeader("X-Empty", ""),
                    HTTPHeader("Content-Length", "4"),
                ])
            #expect(answer.header("X-ONE") == "1")
            #expect(answer.body == Array("gone".utf8))
            #expect(server.requests.map(\.target) == ["/a%20b?type[]=x&y=%C3%A9"])
        }
    }

    @Test("The first bytes of a body are hashed as they arrive, if the request asks for it")
    func hash() async throws {
        let text = String(repeating: "all of this page ", count: 60_000)
        try await ScriptedServer.run { _ in
            Step.answer(text)
        } during: { server in
            var request = HTTPRequest(.get, server.url)
            for count in [0, 1, 31, 500_001, text.utf8.count, text.utf8.count + 1] {
                request.hashedBytes = count
                let answer = try await client.send(request)
                let first = Array(text.utf8.prefix(count))
                let hash = first.withUnsafeBytes { BodyHash($0).value }
                #expect(
                    answer.hash == ((1...text.utf8.count) ~= count ? .init(bytes: count, value: hash) : nil))
            }
        }
    }

    @Test("An interim response is skipped")
    func interim() async throws {
        try await ScriptedServer.run { _ in
            [.send("HTTP/1.1 103 Early Hints\r\nX-Early: 1\r\n\r\n")] + Step.answer("late")
        } during: { server in
            let answer = try await client.send(HTTPRequest(.get, server.url))
            #expect(answer.status == 200)
            #expect(answer.headers == [HTTPHeader("Content-Length", "4")])
        }
    }

    @Test(
        "Each method is sent with its body and the caller's headers",
        arguments: [
            (HTTPRequest.Method.get, nil), (.post, "a=b"), (.post, nil), (.put, "{}"), (.put, ""),
            (.patch, "[]"),
            (.delete, nil), (.delete, "x"), (.get, "query"),
        ] as [(HTTPRequest.Method, String?)])
    func methods(method: HTTPRequest.Method, body: String?) async throws {
        try await ScriptedServer.run { _ in
            Step.answer("ok")
        } during: { server in
            _ = try await client.send(
                HTTPRequest(
                    method, server.url, headers: [HTTPHeader("X-A", "1"), HTTPHeader("X-Empty", "")],
                    body: body.map { Array($0.utf8) }))
            let request = try #require(server.requests.first)
            #expect(request.method == method.rawValue)
            #expect(request.body == Array((body ?? "").utf8))
            #expect(request.headers["x-a"] == "1")
            #expect(request.headers["x-empty"] == "")
            let announces = body != nil || [.post, .put, .patch].contains(method)
            #expect(request.headers["content-length"] == (announces ? "\(body?.utf8.count ?? 0)" : nil))
            #expect(request.headers["content-type"] == nil)
            #expect(request.headers["expect"] == nil)
            #expect(request.headers["user-agent"] == "Tributary")
        }
    }

    @Test("A large body is sent whole and without waiting for 100 Continue")
    func upload() async throws {
        let body = pattern(3_000_000)
        try await ScriptedServer.run { _ in
            Step.answer("ok")
        } during: { server in
            _ = try await client.send(HTTPRequest(.post, server.url, body: body))
            #expect(server.requests.first?.body == body)
            #expect(server.requests.first?.headers["expect"] == nil)
        }
    }

    @Test(
        "A header that would break the request is refused without showing its value",
        arguments: [
            (
                HTTPHeader("Authorization", "Bearer s3cret\r\nX: y"),
                "GET http://127.0.0.1/: the value of the header Authorization holds a line break; "
                    + "was a line end pasted with it?"
            ),
            (
                HTTPHeader("X\nY", "1"),
                "GET http://127.0.0.1/: a header name holds more than letters, digits and -_."
            ),
        ])
    func badHeader(header: HTTPHeader, message: String) async {
        await #expect(throws: Failure.configuration(message)) {
            try await client.send(HTTPRequest(.get, "http://127.0.0.1", headers: [header]))
        }
    }

    @Test(
        "Compressed bodies arrive decoded",
        arguments: [
            ("gzip", "H4sIAAAAAAACA6tWysgsKVayio6tBQClL30lCwAAAA=="),
            ("br", Data([0x0b, 0x05, 0x80] + Array("{\"hits\":[]}".utf8) + [0x03]).base64EncodedString()),
        ])
    func encodings(name: String, body: String) async throws {
        let bytes = Array(try #require(Data(base64Encoded: body)))
        try await ScriptedServer.run { _ in
            Step.answer(headers: ["Content-Encoding: \(name)"], body: bytes)
        } during: { server in
            let answer = try await client.send(HTTPRequest(.get, server.url))
            #expect(String(decoding: answer.body, as: UTF8.self) == "{\"hits\":[]}")
            let accepted = server.requests.first?.headers["accept-encoding"] ?? ""
            #expect(accepted.contains(name))
        }
    }

    @Test("A body whose encoding is the name of a character set is taken as it is, from a second request")
    func characterSet() async throws {
        for name in ["UTF-8", "iso-8859-1", "8bit"] {
            try await ScriptedServer.run { _ in
                Step.answer(headers: ["Content-Encoding: \(name)"], "plain text")
            } during: { server in
                let answer = try await client.send(HTTPRequest(.get, server.url))
                #expect(String(decoding: answer.body, as: UTF8.self) == "plain text")
                #expect(server.requests.map { $0.headers["accept-encoding"] == nil } == [false, true])
                let failure = await #expect(throws: Failure.self) {
                    try await client.send(HTTPRequest(.post, server.url, body: []))
                }
                #expect(failure?.message.hasSuffix("as its Content-Encoding header says") == true)
            }
        }
    }

    @Test("Consecutive requests share a connection")
    func reuse() async throws {
        try await ScriptedServer.run { _ in
            Step.answer("ok")
        } during: { server in
            for _ in 1...20 { _ = try await client.send(HTTPRequest(.get, server.url)) }
            #expect(server.requests.map(\.connection) == Array(repeating: 1, count: 20))
        }
    }

    @Test("A connection that the server closed in between is replaced silently")
    func staleConnection() async throws {
        try await ScriptedServer.run { request in
            Step.answer("ok") + (request.connection == 1 ? [.close] : [])
        } during: { server in
            for _ in 1...3 { _ = try await client.send(HTTPRequest(.get, server.url)) }
            #expect(server.requests.map(\.connection) == [1, 2, 2])
        }
    }

    @Test("A request that is not repeatable is not sent again if a kept connection breaks")
    func unrepeatable() async throws {
        try await ScriptedServer.run { request in
            request.method == "POST" ? [.close] : Step.answer("ok")
        } during: { server in
            _ = try await client.send(HTTPRequest(.get, server.url))
            await #expect(
                throws: Failure.transient(
                    "POST \(server.url)/: the connection was closed before an answer came")
            ) { try await client.send(HTTPRequest(.post, server.url, body: [1])) }
            #expect(server.requests.map(\.method) == ["GET", "POST"])
        }
    }

    @Test("A redirect is followed, and the response of its target is returned")
    func redirect() async throws {
        try await ScriptedServer.run { request in
            request.target == "/old?k=1"
                ? Step.answer(302, headers: ["Location: new"], "moved") : Step.answer("here")
        } during: { server in
            let answer = try await client.send(
                HTTPRequest(.get, server.url + "/old?k=1", headers: [HTTPHeader("Authorization", "Bearer t")])
            )
            #expect(answer.body == Array("here".utf8))
            #expect(server.requests.map(\.target) == ["/old?k=1", "/new"])
            #expect(server.requests.map { $0.headers["authorization"] } == ["Bearer t", "Bearer t"])
        }
    }

    @Test("Credentials are not sent to another port")
    func redirectElsewhere() async throws {
        try await ScriptedServer.run { _ in
            Step.answer("there")
        } during: { other in
            let target = other.url
            try await ScriptedServer.run { _ in
                Step.answer(307, headers: ["Location: \(target)/x"], "")
            } during: { server in
                let answer = try await client.send(
                    HTTPRequest(.get, server.url, headers: [HTTPHeader("Authorization", "Bearer t")]))
                #expect(answer.body == Array("there".utf8))
                #expect(other.requests.map { $0.headers["authorization"] } == [nil])
            }
        }
    }

    @Test("Addresses that are not allowed are refused before anything is sent")
    func addresses() async {
        await #expect(
            throws: Failure.configuration(
                "GET http://api.go1.com/x: http://api.go1.com is plain http to another machine; use https "
                    + "(plain http is only for localhost, 127.0.0.0/8 and [::1])")
        ) { try await client.send(HTTPRequest(.get, "http://api.go1.com/x?key=s3cret")) }
        await #expect(
            throws: Failure.configuration(
                "POST (unreadable URL): not an absolute URL; one such as https://api.example.com was expected"
            )
        ) { try await client.send(HTTPRequest(.post, "api.go1.com")) }
    }

    @Test("A closed client ends current requests and refuses new ones")
    func close() async throws {
        try await ScriptedServer.run { _ in
            [.hold]
        } during: { server in
            let client = CurlClient()
            let url = server.url + "/x?key=s3cret"
            let pending = Task { () async throws(Failure) in try await client.send(HTTPRequest(.get, url)) }
            await eventually("the request arrives") { server.requests.count == 1 }
            client.close()
            let closed = Failure.fatal("GET \(server.url)/x: the client was closed")
            await #expect(throws: closed) { try await pending.value }
            await #expect(throws: closed) { try await client.send(HTTPRequest(.get, url)) }
            await eventually("the connection is given up") { server.abandoned == 1 }
        }
    }

    @Test("A released client ends its thread and closes its connections")
    func release() async throws {
        try await ScriptedServer.run { _ in
            Step.answer("ok") + [.hold]
        } during: { server in
            _ = try await CurlClient().send(HTTPRequest(.get, server.url))
            await eventually("the connection is closed") { server.abandoned == 1 }
        }
    }
}
