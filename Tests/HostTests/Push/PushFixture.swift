import ConfigurationFiles
import ConnectorKit
import Foundation
import Model
import PostgresTesting
import Push
import Runtime
import Store
import Synchronization
import Testing
import TestSupport

@testable import Host

/// A host over a provider that keeps what is pushed in memory.
struct PushFixture {
    let provider: KeepingProvider
    let host: HostRuntime
    let target: PushTarget
    /// The same host on a clock that no waiting moves on: a run would be given up for lack of progress.
    let reader: HostRuntime
    private let portal: StatsPortal?
    private let reports: Bool
    private let folder: URL

    /// - Parameters:
    ///   - portal: a second provider of the group, whose courses learners complete.
    ///   - reports: whether completions go to the first one.
    static func with(
        portal: StatsPortal? = nil, reports: Bool = false, _ body: (PushFixture) async throws -> Void
    ) async throws {
        let folder = URL.temporary("push")
        defer { folder.remove() }
        let provider = KeepingProvider()
        let environment = makeEnvironment()
        try await body(PushFixture(provider, portal, reports, "keeper-key-1", folder, environment))
    }

    private init(
        _ provider: KeepingProvider, _ portal: StatsPortal?, _ reports: Bool, _ secret: String, _ folder: URL,
        _ environment: HostEnvironment
    ) async throws {
        var configuration = HostConfiguration(directory: folder, defaultProvider: "keeper")
        try configuration.keepStore(in: folder)
        var deployment = DeploymentConfiguration(
            group: "g", provider: "keeper",
            settings: Settings(texts: [:], secrets: ["secret": Secret(secret)]), schedule: .init())
        deployment.pushCompletions = reports
        let other = portal.map { portal in
            DeploymentConfiguration(
                group: "g", provider: portal.descriptor.id, settings: Settings(texts: [:], secrets: [:]),
                schedule: .init())
        }
        let group = GroupConfiguration(
            id: "g", name: "Group", file: URL(filePath: "/nowhere/g.yaml"), shownFile: "providers/g.yaml",
            deployments: [deployment] + [other].compactMap(\.self))
        self.provider = provider
        self.portal = portal
        self.reports = reports
        self.folder = folder
        let providers: [any Provider] = [provider] + (portal.map { [$0] } ?? [])
        func open(_ environment: HostEnvironment) async throws -> HostRuntime {
            try await HostRuntime.open(
                Configuration(host: configuration, groups: [group]),
                registry: ProviderRegistry(providers: providers), environment: environment)
        }
        host = try await open(environment)
        reader = try await open(
            HostEnvironment(
                network: { _ in Network(client: NoNetwork()) }, clock: ContinuousClock(),
                now: environment.now,
                randomText: { "salt" }, randomFraction: { 0 }))
        target = try #require(try await host.push.target(group: "g", provider: "keeper"))
    }

    /// The host after an administrator renewed the provider's secret.
    func renewed() async throws -> PushFixture {
        try await PushFixture(provider, portal, reports, "keeper-key-2", folder, host.context.environment)
    }

    /// Every look at the time is a minute later than the one before, so that no pause is waited for.
    private static func makeEnvironment() -> HostEnvironment {
        let minutes = Mutex(0)
        return HostEnvironment(
            network: { _ in Network(client: NoNetwork()) }, clock: LeapClock(patience: .seconds(3_600)),
            now: {
                minutes.withLock { minutes in
                    minutes += 1
                    return Date(timeIntervalSince1970: 1_800_000_000 + Double(minutes) * 60)
                }
            }, randomText: { "salt" }, randomFraction: { 0 })
    }

    func rows(_ references: [String], title: String = "T") -> [PushRow] {
        references.enumerated().map { index, reference in
            let content = PushedContent(
                externalReference: reference, title: title, description: "D", launchURL: "https://l",
                image: "https://i")
            return PushRow(line: index + 1, reference: reference, content: .item(.content(content)))
        }
    }

    /// Accepts and delivers; each entry as `line reference outcome reason`.
    func push(_ rows: [PushRow]) async throws -> [String] {
        let job = try await host.push.openJob(for: target)
        try await host.push.accept(rows, into: job, for: target)
        _ = try await host.push.deliver(to: target)
        return try await host.store.pushes(of: job, limit: 100).map { push in
            "\(push.line) \(push.reference) \(push.outcome?.rawValue ?? "-") \(push.reason ?? "-")"
        }
    }

    func push(_ references: [String], title: String = "T") async throws -> [String] {
        try await push(rows(references, title: title))
    }
}
