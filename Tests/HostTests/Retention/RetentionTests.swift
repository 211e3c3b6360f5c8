import ConfigurationFiles
import ConnectorKit
import Foundation
import Model
import Runtime
import Store
import StoreTesting
import Sync
import Synchronization
import Testing
import TestSupport

@testable import Host

@Suite struct RetentionTests {
    private static let day = TimeInterval(86_400)

    private func open(_ fixture: HostFixture, _ time: TestDate) async throws -> HostRuntime {
        let environment = HostEnvironment(
            network: fixture.environment.network, clock: fixture.environment.clock, now: { time.now },
            randomText: { "salt" }, randomFraction: { 0 })
        return try await HostRuntime.open(
            fixture.host.configuration, registry: fixture.host.registry, environment: environment)
    }

    @Test(
        "After a sync, runs and events that are older than the configuration says are gone, and none before")
    func afterSync() async throws {
        let fixture = try await HostFixture(
            ScriptedProvider { _, _ throws(Failure) in ScriptedProvider.page([1, 2], total: 2) })
        defer { fixture.remove() }
        let time = TestDate()
        let host = try await open(fixture, time)
        let store = host.store
        let connection = try #require(try await store.deployments().first).connection
        func sync() async throws { _ = try await host.sync(SyncRequest()) { _, _, _ in } }
        func events() async throws -> Int {
            try await store.events((1...9).map { StoredEvent.ID($0) }).count
        }
        _ = try await store.keep([
            ArrivedEvent(
                ProviderEvent(id: "e", type: "t", subject: .other), of: connection, at: time.now)
        ])
        try await sync()
        time.pass(30 * Self.day)
        try await sync()
        #expect(try await store.runs().map(\.id.number) == [2, 1])
        #expect(try await events() == 1)
        time.pass(0.5 * Self.day)
        try await sync()
        #expect(try await events() == 0)
        time.pass(60 * Self.day)
        try await sync()
        #expect(try await store.runs().map(\.id.number) == [4, 3, 2])
        time.pass(400 * Self.day)
        try await sync()
        #expect(try await store.runs().map(\.id.number) == [5])
    }

    @Test("A host that runs by itself removes old records when it starts, also where nothing is synced")
    func whenItStarts() async throws {
        let fixture = try await HostFixture(
            ScriptedProvider { _, _ throws(Failure) in throw .fatal("nothing to be had") }, enabled: false)
        defer { fixture.remove() }
        let time = TestDate()
        let host = try await open(fixture, time)
        let connection = try #require(try await host.store.deployments().first).connection
        for _ in 1...3 {
            let run = try await host.store.leased().beginRun(
                kind: "catalog", provider: "demo", connection: connection, groups: [], at: time.now)
            try await host.store.leased().finishRun(
                run, at: time.now, outcome: .done, error: nil, counters: Run.Counters(), seconds: 0)
        }
        time.pass(91 * Self.day)
        let source = ConfigurationSource(
            workingDirectory: fixture.folder, environment: [:], registry: host.registry,
            defaultProvider: "demo")
        let serving = try await ServingHost(host, from: source) { _ in }
        let running = Task { await serving.run() }
        while try await host.store.runs().count > 1 { await Task.yield() }
        #expect(try await host.store.runs().map(\.id.number) == [3])
        running.cancel()
        await running.value
    }
}
