import ConfigurationFiles
import ConnectorKit
import Foundation
import HTTPTesting
import HTTPTypes
import Host
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Store
import Synchronization
import Testing

@testable import HTTPAPI
import Webhooks

@Suite struct HostServerTests {
    @Test("Refused calls have their status and a sentence, and are counted by reason")
    func refusals() async throws {
        try await ServedHost.with { served in
            let path = "/webhooks/echo/connection-1"
            let large = String(repeating: "x", count: WebhookReceiver.longestBody + 1)
            let answers = [
                (
                    try await served.post("/webhooks/echo/connection-9", body: "e"), 404,
                    WebhookRefusal.unknownConnection
                ),
                (try await served.post(path, body: "e"), 401, .unsigned),
                (try await served.post(path, headers: ["Code: wrong"], body: "e"), 401, .wrongSignature),
                (try await served.post(path, body: large), 413, .tooLarge),
            ]
            for (answer, status, refusal) in answers {
                #expect(answer.hasPrefix("HTTP/1.1 \(status) "), "\(refusal): \(answer)")
                #expect(answer.hasSuffix("\r\n\r\n\(refusal.message)\n"), "\(refusal): \(answer)")
                #expect(served.receiver.counters.reading.refused[refusal] == 1)
            }
            #expect(try await served.host.store.eventBacklog().isEmpty)
        }
    }

    @Test("A body that grows too large in chunks is refused like one that says so")
    func chunked() async throws {
        try await ServedHost.with { served in
            let chunk = String(repeating: "x", count: 65_536)
            let chunks = Array(repeating: "10000\r\n\(chunk)\r\n", count: 17).joined()
            let answer = try await served.exchange(
                """
                POST /webhooks/echo/connection-1 HTTP/1.1\r
                Host: h\r
                Connection: close\r
                Transfer-Encoding: chunked\r
                \r
                \(chunks)0\r
                \r

                """)
            #expect(answer.hasPrefix("HTTP/1.1 413 "), "\(answer)")
            #expect(served.receiver.counters.reading.refused[.tooLarge] == 1)
        }
    }

    @Test("A webhook takes POST alone", arguments: ["GET", "PUT", "DELETE", "PATCH", "OPTIONS"])
    func method(_ method: String) async throws {
        try await ServedHost.with { served in
            let answer = try await served.exchange(
                "\(method) /webhooks/echo/connection-1 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
            #expect(answer.hasPrefix("HTTP/1.1 405 "), "\(answer)")
            #expect(answer.lowercased().contains("\r\nallow: post\r\n"))
        }
    }

    static let addresses: [(line: String, accept: String, status: Int, type: String, content: String)] = [
        ("GET /healthz", "*/*", 200, "", "\r\n\r\nok\n"),
        ("GET /healthz/", "*/*", 200, "", "\r\n\r\nok\n"),
        ("GET //healthz", "*/*", 200, "", "\r\n\r\nok\n"),
        ("HEAD /healthz", "*/*", 200, "", "\r\n\r\n"),
        (
            "GET /nowhere", "*/*", 404, "application/problem+json",
            #""detail":"there is nothing at this address"}"#
        ),
        (
            "POST /no/where", "", 404, "application/problem+json",
            #""detail":"there is nothing at this address"}"#
        ),
        (
            "GET /nowhere", "text/html,application/xhtml+xml", 404, "text/html; charset=utf-8",
            "<h1>Not Found</h1>\n<p>There is nothing at this address.</p>"
        ),
        (
            "POST /healthz", "*/*", 405, "application/problem+json",
            #""detail":"this address takes GET, HEAD"}"#
        ),
        (
            "DELETE /metrics", "text/html", 405, "text/html; charset=utf-8",
            "<p>This address takes GET, HEAD.</p>"
        ),
        (
            "GET /api/v1/nowhere", "text/html", 404, "application/problem+json",
            #""detail":"there is no such resource; /openapi.json lists them"}"#
        ),
    ]

    @Test(
        "What is there answers, and what is not is told in words, to people on a page", arguments: addresses)
    func words(_ line: String, _ accept: String, _ status: Int, _ type: String, _ content: String)
        async throws
    {
        try await ServedHost.with { served in
            let answer = try await served.exchange(
                "\(line) HTTP/1.1\r\nHost: h\r\nAccept: \(accept)\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            )
            #expect(answer.hasPrefix("HTTP/1.1 \(status) "), "\(answer)")
            #expect(type.isEmpty || answer.contains("Content-Type: \(type)\r\n"), "\(answer)")
            #expect(answer.contains(content), "\(answer)")
            #expect((status == 405) == answer.contains("Allow: GET, HEAD\r\n"), "\(answer)")
        }
    }

    @Test("An error that nobody expected is reported, and told without its words")
    func unexpected() async throws {
        struct Trouble: Error {}
        let reports = Mutex<[String]>([])
        let router = Router()
        router.add(middleware: BareAnswers { text in reports.withLock { $0.append(text) } })
        router.get("/trouble") { _, _ -> Response in throw Trouble() }
        try await Application(router: router, logger: .silent).test(.router) { client in
            for (accept, type) in [
                ("text/html", "text/html; charset=utf-8"), ("*/*", "application/problem+json"),
            ] {
                try await client.execute(uri: "/trouble", method: .get, headers: [.accept: accept]) {
                    answer in
                    #expect(answer.status == .internalServerError)
                    #expect(answer.headers[.contentType] == type)
                    #expect(
                        String(buffer: answer.body).lowercased().contains("the host failed; its log says why")
                    )
                }
            }
        }
        #expect(reports.withLock { $0 } == ["GET /trouble: Trouble()", "GET /trouble: Trouble()"])
    }

    @Test("The numbers of all groups are for who reaches the host itself, or has a token of all")
    func metricsAccess() async throws {
        try await ServedHost.with { served in
            func token(_ groups: [String]) async throws -> String {
                try await served.host.createToken(
                    name: "t\(groups.count)", role: .viewer, groups: groups, lifetime: nil
                ).text.reveal()
            }
            let (whole, limited) = (try await token([]), try await token(["g"]))
            for (headers, status) in [
                ([], 200), (["X-Forwarded-For: 10.0.0.1"], 401), (["Authorization: Bearer \(limited)"], 403),
                (["Forwarded: for=10.0.0.1", "Authorization: Bearer \(whole)"], 200),
                (["Authorization: Bearer nonsense"], 401),
            ] {
                let answer = try await served.exchange(
                    (["GET /metrics HTTP/1.1", "Host: h", "Connection: close"] + headers + ["", ""])
                        .joined(separator: "\r\n"))
                #expect(answer.hasPrefix("HTTP/1.1 \(status) "), "\(headers): \(answer.prefix(200))")
            }
        }
    }

    @Test("A port that is taken is named, with what to do about it")
    func taken() async throws {
        try await ServedHost.with { served in
            let address = ListenAddress(host: "127.0.0.1", port: served.port)
            let second = HostServer(
                listen: address, live: LiveHost(served.host), webhooks: { served.receiver },
                logger: .silent
            ) { _ in }
            let error = await #expect(throws: CannotListen.self) { try await second.run() }
            #expect(
                error?.description
                    == "cannot listen on \(address): the port is in use; stop what uses it, or set another one; `http: listen` in tributary.yaml says where"
            )
        }
    }

    @Test("Two long bodies at once end at their 501st item, and others are answered beside them")
    func longBodies() async throws {
        try await ServedHost.with { served in
            let token = try await served.host.createToken(
                name: "t", role: .viewer, groups: [], lifetime: nil
            ).text.reveal()
            let headers = ["Authorization: Bearer \(token)", "Content-Type: application/json"]
            let body = "[" + String(repeating: "{},", count: 1_999_999) + "{}]"
            let path = "/api/v1/groups/g/providers/echo/push/content/plan"
            async let first = served.post(path, headers: headers, body: body)
            async let second = served.post(path, headers: headers, body: body)
            #expect(try await served.get("/healthz").hasSuffix("\r\n\r\nok\n"))
            for answer in [try await first, try await second] {
                #expect(answer.hasPrefix("HTTP/1.1 400 "), "\(answer)")
                #expect(answer.contains("the body: 1 to 500 items were expected"))
            }
        }
    }

    @Test("A body without an end is answered, and not read for ever")
    func endless() async throws {
        try await ServedHost.with { served in
            let chunk = "100000\r\n\(String(repeating: "x", count: 1 << 20))\r\n"
            let answer = try await served.exchange(
                "POST /nowhere HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + String(repeating: chunk, count: 80))
            #expect(answer.isEmpty || answer.hasPrefix("HTTP/1.1 404 "), "\(answer)")
        }
    }

    @Test("A head that is too long is refused")
    func longQuery() async throws {
        try await ServedHost.with { served in
            let answer = try await served.get("/healthz?q=" + String(repeating: "x", count: 1 << 20))
            #expect(answer.hasPrefix("HTTP/1.1 400 ") || answer.isEmpty, "\(answer.prefix(100))")
        }
    }
}
