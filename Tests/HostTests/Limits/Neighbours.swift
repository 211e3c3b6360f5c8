import ConfigurationFiles
import ConnectorKit
import Foundation
import Host
import Model
import PostgresTesting
import Runtime
import Store
import Sync
import Synchronization
import TestSupport

/// A host over two connections: a provider that misbehaves, and after it one that does not.
struct Neighbours {
    let folder = URL.temporary("limits")
    let host: HostRuntime
    let environment: HostEnvironment

    init(
        _ provider: any Provider, beside neighbour: (any Provider)? = nil,
        clock: any Clock<Duration> = TickingClock(),
        network: any HTTPClient = NoNetwork()
    ) async throws {
        let scripted = ScriptedProvider { _, _ throws(Failure) in ScriptedProvider.page([1, 2, 3], total: 3) }
        let sound: any Provider = neighbour ?? scripted
        let settings = Settings(texts: [:], secrets: ["secret": Secret("hush-hush")])
        let groups = ["loose", "demo"].map { id in
            GroupConfiguration(
                id: id, name: id, file: URL(filePath: "/nowhere/\(id).yaml"), shownFile: "\(id).yaml",
                deployments: [
                    DeploymentConfiguration(group: id, provider: id, settings: settings, schedule: .init())
                ])
        }
        var configuration = HostConfiguration(directory: folder, defaultProvider: "demo")
        try configuration.keepStore(in: folder)
        environment = HostEnvironment(
            network: { _ in Network(client: network) }, clock: clock,
            now: { Date(timeIntervalSince1970: 1_800_000_000) },
            randomText: { "salt" }, randomFraction: { 0 })
        host = try await HostRuntime.open(
            Configuration(host: configuration, groups: groups),
            registry: ProviderRegistry(providers: [provider, sound]), environment: environment)
    }

    func remove() { folder.remove() }

    /// The connection of the one that misbehaves.
    var loose: ConfiguredConnection? {
        host.configuration.connections(of: host.registry, provider: "loose").first
    }

    /// Syncs both.
    ///
    /// - Parameter taken: called for every page of the one that misbehaves that was taken.
    func sync(_ taken: @escaping @Sendable () -> Void = {}) async throws -> [Run.Outcome] {
        try await host.sync(SyncRequest(kinds: [.catalog])) { connection, _, progress in
            if case .listing = progress, connection.provider.descriptor.id == "loose" { taken() }
        }.map(\.report.outcome)
    }

    /// Reads the statistics of both.
    func syncStatistics() async throws -> [Told] {
        var request = SyncRequest()
        request.kinds = [.stats]
        return try await host.sync(request) { _, _, _ in }.map { Told($0.report.outcome, $0.report.error) }
    }

    /// What `runs` tells, the first run first.
    func runs() async throws -> [Told] {
        try await host.store.runs().reversed().map { Told($0.outcome, $0.error) }
    }

    func courses(_ group: String) async throws -> [String] {
        let found = Mutex<[String]>([])
        try await host.store.forEachCourse(CourseQuery(group: group)) { batch in
            found.withLock { $0 += batch.map(\.content.externalID) }
        }
        return found.withLock { $0 }
    }
}

/// What a run is recorded with.
struct Told: Equatable {
    let outcome: Run.Outcome?
    let error: String?

    init(_ outcome: Run.Outcome?, _ error: String? = nil) {
        self.outcome = outcome
        self.error = error
    }
}
