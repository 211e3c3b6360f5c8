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

/// A host that reads statistics and takes calls, by the machine's own clock: simulators stamp with theirs.
struct LearningHost: Sendable {
    let runtime: HostRuntime

    /// - Parameters:
    ///   - publicURL: where its provider is to call; nil for nowhere.
    ///   - ahead: seconds by which its clock differs.
    ///   - network: nil for that of the bench.
    init(
        _ bench: Bench, folder: URL, publicURL: String? = nil, ahead: TimeInterval = 0,
        network: (any HTTPClient)? = nil
    ) async throws {
        let provider = bench.provider.descriptor.id
        var configuration = HostConfiguration(directory: folder, defaultProvider: provider)
        try configuration.keepStore(in: folder)
        configuration.publicURL = publicURL
        let group = GroupConfiguration(
            id: TrialHost.group, name: TrialHost.group, file: folder, shownFile: "conformance.yaml",
            deployments: [
                DeploymentConfiguration(
                    group: TrialHost.group, provider: provider, settings: bench.settings, schedule: .init())
            ])
        let environment = HostEnvironment(
            network: { _ in Network(client: network ?? bench.network) }, clock: ContinuousClock(),
            now: { Date().addingTimeInterval(ahead) }, randomText: { "salt" }, randomFraction: { 0 })
        runtime = try await HostRuntime.open(
            Configuration(host: configuration, groups: [group]),
            registry: ProviderRegistry(providers: [bench.provider]), environment: environment)
    }

    func syncCatalog() async throws {
        _ = try await runtime.sync(SyncRequest(kinds: [.catalog])) { _, _, _ in }
    }

    func sync(_ reading: StatsReading) async throws -> RunReport {
        var request = SyncRequest()
        request.kinds = [.stats]
        request.statistics = reading
        let results = try await runtime.sync(request) { _, _, _ in }
        guard let report = results.first?.report else { throw Violation("the host ran nothing") }
        return report
    }

    func attempts() async throws -> [Attempt] {
        let found = Mutex<[Attempt]>([])
        try await runtime.store.forEachAttempt(AttemptQuery()) { batch in found.withLock { $0 += batch } }
        return found.withLock { $0 }
    }
}
