@testable import Host
@testable import Runtime
import ConfigurationFiles
import ConnectorKit
import Foundation
import InMemoryLogging
import Logging
import MetricsTestKit
import Model
import Store
import Sync
import TestSupport
import Testing
import Webhooks

@Suite struct TelemetryTests {
    private let metrics = TestMetrics()
    private let log = InMemoryLogHandler()

    private var telemetry: Telemetry {
        let log = log
        return Telemetry(metrics: metrics, logger: Logger(label: "test") { _ in log })
    }

    /// The host of a fixture, heard.
    private func host(_ fixture: HostFixture) async throws -> HostRuntime {
        let environment = HostEnvironment(
            network: fixture.environment.network, clock: fixture.environment.clock,
            now: fixture.environment.now,
            randomText: { "salt" }, randomFraction: { 0 }, telemetry: telemetry)
        return try await HostRuntime.open(
            fixture.host.configuration, registry: fixture.host.registry, environment: environment)
    }

    private func count(_ family: MetricFamily, _ labels: MetricFamily.Labels) -> Int64? {
        try? metrics.expectCounter(family.name, labels).totalValue
    }

    @Test("A run that is done is counted by kind, provider and outcome, and logged with what it did")
    func done() async throws {
        let fixture = try await HostFixture(
            ScriptedProvider { _, _ throws(Failure) in ScriptedProvider.page([1, 2, 3], total: 3) })
        defer { fixture.remove() }
        let host = try await host(fixture)
        _ = try await host.sync(SyncRequest()) { _, _, _ in }
        let labels = [("kind", "catalog"), ("provider", "demo")]
        #expect(count(.runs, labels + [("outcome", "done")]) == 1)
        #expect(count(.itemsSeen, labels) == 3)
        #expect(count(.itemsSkipped, labels) == 0)
        #expect(try metrics.expectTimer(MetricFamily.runSeconds.name, labels).values == [0])
        let record = try #require(log.entries.first)
        #expect(record.level == .info)
        #expect(record.message == "catalog of connection-1 (demo): done")
        #expect(record.metadata["run"] == "1")
        #expect(record.metadata["connection"] == "connection-1")
        #expect(record.metadata["groups"] == ["even", "all"])
        #expect(record.metadata["seen"] == .stringConvertible(3))
        #expect(log.entries.count == 1)
    }

    @Test("A run that failed is a warning that says why, without the connection's secret")
    func failed() async throws {
        let fixture = try await HostFixture(
            ScriptedProvider { _, _ throws(Failure) in throw .credentials("hush-hush is refused") })
        defer { fixture.remove() }
        _ = try await host(fixture).sync(SyncRequest()) { _, _, _ in }
        #expect(count(.runs, [("kind", "catalog"), ("provider", "demo"), ("outcome", "failed")]) == 1)
        let record = try #require(log.entries.first)
        #expect(record.level == .warning)
        #expect(record.message == "catalog of connection-1 (demo): failed: \(Secret("")) is refused")
        #expect(!log.entries.contains { "\($0.message) \($0.metadata)".contains("hush-hush") })
    }

    @Test("A dry run is neither counted nor logged")
    func rehearsal() async throws {
        let fixture = try await HostFixture(
            ScriptedProvider { _, _ throws(Failure) in ScriptedProvider.page([1], total: 1) })
        defer { fixture.remove() }
        let heard = try await host(fixture)
        _ = try await HostRuntime.rehearse(
            SyncRequest(), heard.configuration, registry: heard.registry,
            environment: heard.context.environment
        ) { _, _, _ in }
        #expect(metrics.counters.isEmpty)
        #expect(log.entries.isEmpty)
    }

    @Test("What is read from the store says what stands, and when what is due next")
    func measures() async throws {
        let fixture = try await HostFixture(
            ScriptedProvider { _, _ throws(Failure) in ScriptedProvider.page([1, 2, 3], total: 3) })
        defer { fixture.remove() }
        var configuration = fixture.host.configuration
        configuration.groups[0].deployments[0].schedule.catalog = [TimeOfDay("07:40")].compactMap(\.self)
        let host = try await HostRuntime.open(
            configuration, registry: fixture.host.registry, environment: fixture.environment)
        _ = try await host.sync(SyncRequest()) { _, _, _ in }
        try await host.measure(into: metrics)
        func value(_ family: MetricFamily, _ labels: MetricFamily.Labels) throws -> Double? {
            try metrics.expectMeter(family.name, labels).lastValue
        }
        let courses = [("group", "all"), ("provider", "demo"), ("state", "active")]
        #expect(try value(.courses, courses) == 3)
        #expect(try value(.inbox, [("connection", "connection-1"), ("state", "pending")]) == 0)
        let run = [("connection", "connection-1"), ("provider", "demo"), ("kind", "catalog")]
        #expect(try value(.lastSuccess, run) == 1_800_000_000)
        // Today's 07:40, UTC+1, is 80 minutes ago.
        let next = [("connection", "connection-1"), ("provider", "demo"), ("work", "catalog")]
        #expect(try value(.nextRun, next) == 1_800_000_000 - 80 * 60 + 86_400)
    }

    @Test("A refused call is logged for who looks for it, and not by default: anybody may call")
    func refusedCalls() async throws {
        let fixture = try await WebhookFixture()
        defer { fixture.folder.remove() }
        for level in [Logger.Level.info, .debug] {
            var log = log
            log.logLevel = level
            let heard = log
            let environment = HostEnvironment(
                network: fixture.host.context.environment.network, clock: ContinuousClock(),
                now: { fixture.time.now },
                randomText: { "salt" }, randomFraction: { 0 },
                telemetry: Telemetry(metrics: metrics, logger: Logger(label: "test") { _ in heard }))
            let host = try await HostRuntime.open(
                fixture.host.configuration, registry: fixture.host.registry, environment: environment)
            let (receiver, _) = try await host.webhooks.open { _ in }
            let entrance = try #require(receiver.endpoint(provider: "demo", connection: "connection-1"))
            #expect(await entrance.receive(headers: [], body: Array("{}".utf8)) == .refused(.unsigned))
            #expect(
                log.entries.map { "\($0.level): \($0.message)" }
                    == (level == .info
                        ? [] : ["debug: a call for connection-1 was refused: the call is not signed"]))
        }
        #expect(log.entries.first?.metadata["reason"] == "unsigned")
    }

    @Test("Requests are counted by status, those that brought no answer as well")
    func requests() async throws {
        let client = CountedClient(base: Answers([200, 429, nil, 200]), target: "demo", metrics: metrics)
        for _ in 1...4 {
            _ = try? await client.send(HTTPRequest(.get, "https://service.example/"))
        }
        #expect(count(.requests, [("target", "demo"), ("status", "200")]) == 2)
        #expect(count(.requests, [("target", "demo"), ("status", "429")]) == 1)
        #expect(count(.requests, [("target", "demo"), ("status", "none")]) == 1)
        #expect(count(.receivedBytes, [("target", "demo")]) == 9)
    }
}

/// Answers with one status after the other and three bytes; nil is no answer.
private actor Answers: HTTPClient {
    private var statuses: [Int?]

    init(_ statuses: [Int?]) { self.statuses = statuses }

    func send(_ request: HTTPRequest) async throws(Failure) -> HTTPResponse {
        guard let status = statuses.removeFirst() else { throw .transient("no answer") }
        return HTTPResponse(status: status, body: [1, 2, 3])
    }
}
