import ConfigurationFiles
import Foundation
import HTTPTesting
import Host
import Store
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
            #expect(answer.contains("\r\nAllow: POST\r\n") || answer.contains("\r\nallow: POST\r\n"))
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
}
