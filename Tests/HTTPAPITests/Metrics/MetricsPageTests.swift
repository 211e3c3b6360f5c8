import ConnectorKit
import Foundation
import Host
import Model
import Store
import StoreTesting
import Testing

@testable import HTTPAPI

@Suite struct MetricsPageTests {
    private func page(_ served: ServedHost) async throws -> (text: String, read: MetricReader) {
        let answer = try await served.get("/metrics")
        #expect(answer.contains("\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\n"))
        let text = answer.components(separatedBy: "\r\n\r\n").dropFirst().joined(separator: "\r\n\r\n")
        return (text, try MetricReader(text))
    }

    @Test("Webhook calls are counted by reason, and every reason is there from the beginning, at 0")
    func webhooks() async throws {
        try await ServedHost.with { served in
            _ = try await served.post("/webhooks/echo/connection-1", body: "e")
            let text = try await page(served).text
            #expect(
                text.contains(
                    """
                    # HELP tributary_webhooks_acknowledged_total Webhook calls that were acknowledged.
                    # TYPE tributary_webhooks_acknowledged_total counter
                    tributary_webhooks_acknowledged_total{event="known"} 0
                    tributary_webhooks_acknowledged_total{event="new"} 0
                    # HELP tributary_webhooks_refused_total Webhook calls that were refused, by reason.
                    # TYPE tributary_webhooks_refused_total counter
                    tributary_webhooks_refused_total{reason="malformed"} 0
                    tributary_webhooks_refused_total{reason="stale"} 0
                    tributary_webhooks_refused_total{reason="too_large"} 0
                    tributary_webhooks_refused_total{reason="unknown_connection"} 0
                    tributary_webhooks_refused_total{reason="unsigned"} 1
                    tributary_webhooks_refused_total{reason="wrong_signature"} 0

                    """), "\(text)")
        }
    }

    @Test("Requests are counted by route, method and status, and what a caller makes up makes no series")
    func requests() async throws {
        try await ServedHost.with { served in
            for path in ["/healthz", "/healthz", "/nowhere/1", "/nowhere/2", "/api/v1/groups/g/courses"] {
                _ = try await served.get(path)
            }
            for method in ["PROPFIND", "PURGE"] {
                _ = try await served.exchange(
                    "\(method) /healthz HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
            }
            let read = try await page(served).read
            let family = "tributary_http_requests_total"
            #expect(read[#"\#(family){route="/healthz",method="GET",status="200"}"#] == 2)
            #expect(
                read[#"\#(family){route="/api/v1/groups/{group}/courses",method="GET",status="401"}"#] == 1)
            #expect(read[#"\#(family){route="unknown",method="GET",status="404"}"#] == 2)
            #expect(read["tributary_http_requests_active"] == 1)
            #expect(
                read.names(of: family).filter { $0.contains("other") }
                    == [#"\#(family){route="unknown",method="other",status="501"}"#])
            #expect(
                read[#"tributary_http_request_duration_seconds_count{route="/healthz",method="GET"}"#] == 2)
        }
    }

    @Test("What waits and what stands is read from the store each time, with the age of the oldest")
    func backlog() async throws {
        try await ServedHost.with { served in
            let store = served.host.store
            let connection = try #require(try await store.deployments().first).connection
            let event = ProviderEvent(id: "1", type: "x", subject: .content(id: "7"))
            let hour = TimeInterval(3_600)
            _ = try await store.keep([
                ArrivedEvent(event, of: connection, at: Date(timeIntervalSinceNow: -hour))
            ])
            let run = try await store.leased().beginRun(
                kind: "catalog", provider: "echo", connection: connection, groups: ["g"],
                at: Date(timeIntervalSince1970: 1_800_000_000))
            try await store.leased().finishRun(
                run, at: Date(timeIntervalSince1970: 1_800_000_060), outcome: .failed, error: "e",
                counters: Run.Counters(), seconds: 60)
            let read = try await page(served).read
            #expect(read[#"tributary_inbox_events{connection="connection-1",state="pending"}"#] == 1)
            let age = try #require(read[#"tributary_inbox_oldest_age_seconds{connection="connection-1"}"#])
            #expect(age >= hour)
            #expect(read[#"tributary_push_oldest_age_seconds{connection="connection-1"}"#] == 0)
            let labels = #"{connection="connection-1",provider="echo",kind="catalog"}"#
            #expect(read["tributary_last_run_timestamp_seconds\(labels)"] == 1_800_000_060)
            #expect(read.names(of: "tributary_last_success_timestamp_seconds").isEmpty)
            #expect(read["tributary_store_up"] == 1)
            #expect(read[#"tributary_build_info{version="\#(Version.current)"}"#] == 1)
        }
    }

    @Test("promtool finds nothing to say about the page", .enabled(if: Promtool.url != nil))
    func promtool() async throws {
        let tool = try #require(Promtool.url)
        try await ServedHost.with { served in
            _ = try await served.get("/healthz")
            let text = try await page(served).text
            #expect(try await Promtool.check(text, with: tool) == "")
        }
    }
}
