import Foundation
import Host
import Store
import Testing

@testable import Console

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
            #expect(answer.contains("\r\nAllow: POST\r\n") || answer.contains("\r\nallow: POST\r\n"))
        }
    }

    @Test("Metrics name every reason from the beginning, at 0")
    func metrics() async throws {
        try await ServedHost.with { served in
            _ = try await served.post("/webhooks/echo/connection-1", body: "e")
            let answer = try await served.exchange(
                "GET /metrics HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
            let text = """
                # HELP tributary_webhooks_acknowledged_total Webhook calls that were acknowledged.
                # TYPE tributary_webhooks_acknowledged_total counter
                tributary_webhooks_acknowledged_total{event="new"} 0
                tributary_webhooks_acknowledged_total{event="known"} 0
                # HELP tributary_webhooks_refused_total Webhook calls that were refused, by reason.
                # TYPE tributary_webhooks_refused_total counter
                tributary_webhooks_refused_total{reason="unknown_connection"} 0
                tributary_webhooks_refused_total{reason="too_large"} 0
                tributary_webhooks_refused_total{reason="unsigned"} 1
                tributary_webhooks_refused_total{reason="wrong_signature"} 0
                tributary_webhooks_refused_total{reason="stale"} 0
                tributary_webhooks_refused_total{reason="malformed"} 0

                """
            #expect(answer.hasSuffix("\r\n\r\n\(text)"), "\(answer)")
        }
    }

    @Test("A host that lives says so; what is not there is not found")
    func health() async throws {
        try await ServedHost.with { served in
            for (path, status) in [("/healthz", 200), ("/nowhere", 404)] {
                let answer = try await served.exchange(
                    "GET \(path) HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
                #expect(answer.hasPrefix("HTTP/1.1 \(status) "), "\(answer)")
            }
        }
    }

    @Test("A port that is taken is named, with what to do about it")
    func taken() async throws {
        try await ServedHost.with { served in
            let address = ListenAddress(host: "127.0.0.1", port: served.port)
            let second = HostServer(
                listen: address, live: LiveHost(served.host), webhooks: served.receiver,
                logger: ServedHost.quiet
            ) { _ in }
            let error = await #expect(throws: CannotListen.self) { try await second.run() }
            #expect(
                error?.description
                    == "cannot listen on \(address): the port is in use; stop what uses it, or set another one; `http: listen` in tributary.yaml says where"
            )
        }
    }
}
