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

/// A host over a scripted provider: two groups, `even` takes English and `all` takes everything.
struct HostFixture {
    let folder: URL
    let provider: ScriptedProvider
    let host: HostRuntime
    let environment: HostEnvironment
    let seen = Progress()

    final class Progress: Sendable {
        private let texts = Mutex<[String]>([])
        func add(_ text: String) { texts.withLock { $0.append(text) } }
        var all: [String] { texts.withLock { $0 } }
    }

    init(
        _ provider: ScriptedProvider, folder: URL? = nil, clock: any Clock<Duration> = ContinuousClock(),
        filters: Filters = Filters(languages: [LanguageTag("en")].compactMap(\.self)), enabled: Bool = true
    ) async throws {
        self.provider = provider
        self.folder =
            folder ?? URL.temporary("host")
        func deployment(_ group: String, _ filters: Filters) -> DeploymentConfiguration {
            var deployment = DeploymentConfiguration(
                group: group, provider: "demo",
                settings: Settings(texts: [:], secrets: ["secret": Secret("hush-hush")]), schedule: .init())
            deployment.filters = filters
            deployment.enabled = enabled
            if !filters.isEmpty {
                deployment.filterPlaces.languages = Place(file: "providers/even.yaml", line: 9, column: 18)
            }
            return deployment
        }
        var hostConfiguration = HostConfiguration(directory: self.folder, defaultProvider: "demo")
        try hostConfiguration.keepStore(in: self.folder)
        let groups = [("even", filters), ("all", Filters())].map { id, filters in
            GroupConfiguration(
                id: id, name: id, file: URL(filePath: "/nowhere/\(id).yaml"),
                shownFile: "providers/\(id).yaml",
                deployments: [deployment(id, filters)])
        }
        environment = HostEnvironment(
            network: { _ in Network(client: NoNetwork()) }, clock: clock,
            now: { Date(timeIntervalSince1970: 1_800_000_000) },
            randomText: { "salt" }, randomFraction: { 0 })
        host = try await HostRuntime.open(
            Configuration(host: hostConfiguration, groups: groups),
            registry: ProviderRegistry(providers: [provider]), environment: environment)
    }

    func remove() { folder.remove() }

    func sync(_ change: (inout SyncRequest) -> Void = { _ in }) async throws -> RunReport {
        var request = SyncRequest(kinds: [.catalog])
        change(&request)
        let seen = seen
        let results = try await host.sync(request) { _, _, progress in seen.add("\(progress)") }
        return try results.first.map(\.report) ?? { throw NothingRan() }()
    }

    /// A sync that only says what it would do.
    func rehearse() async throws -> RunReport {
        let results = try await HostRuntime.rehearse(
            SyncRequest(), host.configuration, registry: host.registry, environment: environment
        ) { _, _, _ in }
        return try results.first.map(\.report) ?? { throw NothingRan() }()
    }

    struct NothingRan: Error {}

    /// External ids of the active courses of a group.
    func active(_ group: String = "all") async throws -> [String] {
        let found = Mutex<[String]>([])
        try await host.store.forEachCourse(CourseQuery(group: group)) { batch in
            found.withLock { $0 += batch.map(\.content.externalID) }
        }
        return found.withLock { $0 }
    }
}
