import ConfigurationFiles
public import ConnectorKit
public import Foundation
package import Host
import Model
import Runtime
import Store
import Sync
import Synchronization

/// A host with one provider and one group, for a test that says what becomes of a service's pages.
///
/// ```swift
/// let service = RecordedService(["/v1/items": [items], "/v1/enrolments": [first, second]])
/// let attempts = try await TestHost.attempts(of: provider, settings: ["api_key": "a key"], over: service)
/// #expect(attempts == [TestAttempt(user: "ada@example.com", course: "c-1", …)])
/// ```
public struct TestHost: Sendable {
    package let runtime: HostRuntime
    /// The id of its group.
    static let group = "conformance"

    /// The attempts that a host holds once it has read the whole catalog and all statistics.
    ///
    /// - Parameters:
    ///   - settings: The values by name, secret ones included. Others have their declared defaults.
    ///   - network: The service; ``RecordedService`` is one.
    ///   - stores: Where the host keeps its store.
    /// - Throws: ``UnfinishedRun`` if something could not be read to its end.
    public static func attempts(
        of provider: any Provider, settings: [String: String] = [:], over network: any HTTPClient,
        stores: HostStores = .files
    ) async throws -> [TestAttempt] {
        try await with(provider, settings: settings, over: network, stores: stores) { host in
            try await host.syncCatalog()
            try await host.syncStatistics()
            return try await host.attempts()
        }
    }

    /// Runs a body with a host whose store is new, and removed afterwards.
    ///
    /// - Parameters:
    ///   - settings: The values by name, secret ones included. Others have their declared defaults.
    ///   - network: The service. The host waits for nothing before it repeats a request.
    ///   - now: The host's clock; by default this machine's.
    ///   - stores: Where the host keeps its store.
    public static func with<Value: Sendable>(
        _ provider: any Provider, settings: [String: String] = [:], over network: any HTTPClient,
        now: @escaping @Sendable () -> Date = { Date() }, stores: HostStores = .files,
        _ body: (TestHost) async throws -> Value
    ) async throws -> Value {
        let settings = Settings([], and: settings, of: provider.descriptor.settings)
        return try await stores.withFolder { folder in
            let environment = HostEnvironment(
                network: { _ in Network(client: network) }, clock: JumpClock(), now: now,
                randomText: { "salt" }, randomFraction: { 0 })
            return try await body(
                TestHost(provider, settings, stores, folder: folder, environment: environment))
        }
    }

    /// - Parameter publicURL: Where its provider is to call; nil for nowhere.
    init(
        _ provider: any Provider, _ settings: Settings, _ stores: HostStores, folder: URL,
        publicURL: String? = nil, environment: HostEnvironment
    ) async throws {
        let id = provider.descriptor.id
        var configuration = try stores.configuration(folder, provider: id)
        configuration.publicURL = publicURL
        let group = GroupConfiguration(
            id: Self.group, name: Self.group, file: folder, shownFile: "\(Self.group).yaml",
            deployments: [
                DeploymentConfiguration(
                    group: Self.group, provider: id, settings: settings, schedule: .init())
            ])
        runtime = try await HostRuntime.open(
            Configuration(host: configuration, groups: [group]),
            registry: ProviderRegistry(providers: [provider]), environment: environment)
    }

    /// Reads the catalog.
    ///
    /// - Returns: The reasons of the items that were refused.
    /// - Throws: ``UnfinishedRun`` if it could not be read to its end.
    @discardableResult
    public func syncCatalog() async throws -> [String] {
        try await sync(SyncRequest(kinds: [.catalog]), "catalog")
    }

    /// Reads all statistics, or those that changed since the last time.
    ///
    /// - Returns: The reasons of the rows that were refused.
    /// - Throws: ``UnfinishedRun`` if they could not be read to their end.
    @discardableResult
    public func syncStatistics(changes: Bool = false) async throws -> [String] {
        var request = SyncRequest(kinds: [.stats])
        request.statistics = changes ? .changes : .everything
        return try await sync(request, "statistics")
    }

    private func sync(_ request: SyncRequest, _ what: String) async throws -> [String] {
        let report = try await runtime.sync(request) { _, _, _ in }.first?.report
        guard let report, report.outcome == .done else {
            throw UnfinishedRun(
                what: what, outcome: report?.outcome.rawValue ?? "nothing", reason: report?.error)
        }
        return try await runtime.store.skippedItems(of: report.id).map(\.reason)
    }

    /// The attempts that it holds, in the order of learners, courses and begins.
    public func attempts() async throws -> [TestAttempt] {
        try await storedAttempts().map(TestAttempt.init).sorted {
            ($0.user, $0.course, $0.firstActivity) < ($1.user, $1.course, $1.firstActivity)
        }
    }

    func storedAttempts() async throws -> [Attempt] {
        let found = Mutex<[Attempt]>([])
        try await runtime.store.forEachAttempt(AttemptQuery()) { batch in found.withLock { $0 += batch } }
        return found.withLock { $0 }
    }
}

/// A run that did not come to its end.
public struct UnfinishedRun: Error, CustomStringConvertible {
    let what: String
    let outcome: String
    let reason: String?

    public var description: String {
        "the run of the \(what) ended as \"\(outcome)\"" + (reason.map { ": \($0)" } ?? "")
    }
}
