import ConfigurationFiles
import ConnectorKit
import Foundation
import Model
import Runtime
import Store
import Synchronization
import Testing
import TestSupport
import Transport

@testable import Host

@Suite struct ReloadTests {
    private static func write(_ text: String, to file: URL) throws { try Data(text.utf8).write(to: file) }

    /// A group's file with its one provider on or off.
    private static func write(enabled: Bool, in folder: URL) throws {
        try write(
            "group: all\nproviders:\n  demo:\n    enabled: \(enabled)\n",
            to: folder.appending(path: "providers/all.yaml"))
    }

    @Test("An edited `network:` is in force without a restart")
    func network() async throws {
        let folder = try URL.temporaryFolder("reload")
        defer { folder.remove() }
        try FileManager.default.createDirectory(
            at: folder.appending(path: "providers"), withIntermediateDirectories: true)
        let source = ConfigurationSource(
            workingDirectory: folder, environment: ["HTTPS_PROXY": "http://old.example:1"],
            registry: ProviderRegistry(providers: []), defaultProvider: "demo")
        let used = Mutex<[NetworkSettings.Proxy]>([])
        let environment = HostEnvironment(
            network: { settings in
                used.withLock { $0.append(settings.proxy) }
                return Network(client: NoNetwork())
            }, clock: StoppedClock(), now: { CallingService.begin }, randomText: { "salt" },
            randomFraction: { 0 })
        let host = try await HostRuntime.open(
            try Configuration.load(source), registry: source.registry, environment: environment)
        let serving = try await ServingHost(host, from: source) { Issue.record("\($0)") }
        func connect() {
            _ = serving.live.current.context.environment.session(to: "demo", at: [], secrets: []) {
                _, _ throws(Failure) in nil
            }
        }
        connect()
        try Self.write(
            "network: { proxy: \"http://new.example:1\" }\n", to: folder.appending(path: "tributary.yaml"))
        #expect(await serving.live.reload() == nil)
        connect()
        let proxies = [("http://old.example:1", "HTTPS_PROXY"), ("http://new.example:1", "network: proxy")]
        let expected = try proxies.map {
            NetworkSettings.Proxy.server(try #require(ProxyServer($0, source: $1)))
        }
        #expect(used.withLock { $0 } == expected)
        await serving.live.stop()
    }

    @Test("A reload waits for no provider; what it enables is synced at once, and calls back")
    func atOnce() async throws {
        let folder = try URL.temporaryFolder("reload")
        defer { folder.remove() }
        try FileManager.default.createDirectory(
            at: folder.appending(path: "providers"), withIntermediateDirectories: true)
        try Self.write(
            "http:\n  public_url: https://connect.example.com\n",
            to: folder.appending(path: "tributary.yaml"))
        try Self.write(enabled: false, in: folder)
        let service = CallingService()
        service.change { $0.items["1"] = ScriptedProvider.item(1) }
        let registry = ProviderRegistry(providers: [CallingProvider(service)])
        let source = ConfigurationSource(
            workingDirectory: folder, environment: [:], registry: registry, defaultProvider: "demo")
        let clock = StoppedClock()
        let environment = HostEnvironment(
            network: { _ in Network(client: NoNetwork()) }, clock: clock,
            now: { CallingService.begin }, randomText: { "salt" }, randomFraction: { 0 })
        let host = try await HostRuntime.open(
            try Configuration.load(source), registry: registry, environment: environment)
        let serving = try await ServingHost(host, from: source) { Issue.record("\($0)") }

        try Self.write(enabled: true, in: folder)
        #expect(await serving.live.reload() == nil)
        #expect(service.read { $0.asked }.isEmpty, "nobody is asked while the caller waits")
        try Self.write(enabled: false, in: folder)
        #expect(await serving.live.reload() == nil)

        let running = Task { await serving.run() }
        await eventually("the schedule was looked at") { clock.sleeps.contains(Scheduler.longestSleep) }
        try Self.write(enabled: true, in: folder)
        #expect(await serving.live.reload() == nil)
        await eventually("the catalog was read") {
            (try? await host.store.runs().contains { $0.kind == "catalog" && $0.outcome == .done }) ?? false
        }
        await eventually("the provider calls back") { service.read { !$0.webhooks.isEmpty } }
        running.cancel()
        await running.value
    }
}
