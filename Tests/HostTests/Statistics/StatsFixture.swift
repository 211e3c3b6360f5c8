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
import Testing
import TestSupport

/// A host over a portal in memory: two groups, `even` takes English and `all` takes everything.
struct StatsFixture {
    let folder: URL
    let portal: StatsPortal
    let host: HostRuntime
    let environment: HostEnvironment

    init(
        _ portal: StatsPortal = StatsPortal(), folder: URL? = nil, groups: [String] = ["even", "all"],
        secret: String = "one", clock: any Clock<Duration> = ContinuousClock()
    ) async throws {
        self.portal = portal
        let folder =
            folder ?? URL.temporary("stats")
        self.folder = folder
        var configuration = HostConfiguration(directory: folder, defaultProvider: "demo")
        try configuration.keepStore(in: folder)
        let made = groups.map { id in
            var deployment = DeploymentConfiguration(
                group: id, provider: "demo",
                settings: Settings(texts: [:], secrets: ["secret": Secret(secret)]), schedule: .init())
            if id == "even" {
                deployment.filters = Filters(languages: [LanguageTag("en")].compactMap(\.self))
            }
            return GroupConfiguration(
                id: id, name: id, file: URL(filePath: "/nowhere/\(id).yaml"),
                shownFile: "providers/\(id).yaml", deployments: [deployment])
        }
        environment = HostEnvironment(
            network: { _ in Network(client: NoNetwork()) }, clock: clock,
            now: { Date(timeIntervalSince1970: 1_800_000_000) },
            randomText: { "salt" }, randomFraction: { 0 })
        host = try await HostRuntime.open(
            Configuration(host: configuration, groups: made),
            registry: ProviderRegistry(providers: [portal]), environment: environment)
    }

    /// Another process on the same store.
    func again(groups: [String] = ["even", "all"], secret: String = "one") async throws -> StatsFixture {
        try await StatsFixture(portal, folder: folder, groups: groups, secret: secret)
    }

    func remove() { folder.remove() }

    @discardableResult
    func syncCatalog() async throws -> RunReport { try await sync { $0.kinds = [.catalog] } }

    @discardableResult
    func sync(
        _ reading: StatsReading = .changes, full: Bool = false,
        progress: @escaping @Sendable (RunProgress) -> Void = { _ in }
    ) async throws -> RunReport {
        try await sync(progress) {
            $0.kinds = [.stats]
            $0.statistics = reading
            $0.full = full
        }
    }

    private func sync(
        _ progress: @escaping @Sendable (RunProgress) -> Void = { _ in },
        _ change: (inout SyncRequest) -> Void
    ) async throws -> RunReport {
        var request = SyncRequest()
        change(&request)
        let results = try await host.sync(request) { _, _, news in progress(news) }
        return try results.last.map(\.report) ?? { throw HostFixture.NothingRan() }()
    }

    /// `group course user a 1-2 done …` of every attempt, in order.
    func attempts(_ query: AttemptQuery = AttemptQuery()) async throws -> [String] {
        try await rows(query).map {
            "\($0.group) \($0.externalCourseID) \($0.user) \($0.state.line)"
        }.sorted()
    }

    /// In order of their ids.
    func rows(_ query: AttemptQuery = AttemptQuery()) async throws -> [Attempt] {
        let found = Mutex<[Attempt]>([])
        try await host.store.forEachAttempt(query) { batch in found.withLock { $0 += batch } }
        return found.withLock { $0.sorted { $0.id < $1.id } }
    }

    /// Applies enrolments as events do.
    @discardableResult
    func apply(_ enrolments: [Enrolment]) async throws -> AttemptChanges {
        let connection = try #require(await host.store.deployments().first).connection
        return try await host.apply(
            enrolments, of: connection, from: portal,
            over: Connection(settings: Settings(texts: [:], secrets: [:]), client: NoNetwork()))
    }
}

/// An enrolment of the tests, in hours.
func enrolment(
    _ id: String, _ content: Int, _ account: String, _ from: Double, _ to: Double,
    _ status: Enrolment.Status = .inProgress, passed: Bool? = nil
) -> Enrolment {
    Enrolment(
        id: id, contentID: String(content), account: account, status: status, createdAt: hour(from),
        updatedAt: hour(to), passed: passed)
}
