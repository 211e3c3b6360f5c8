import ConfigurationFiles
import ConnectorKit
import Foundation
import Host
import Model
import Store
import Synchronization

/// A host over a scripted provider: two groups, `even` takes English and `all` takes everything.
struct HostFixture {
    let folder: URL
    let provider: ScriptedProvider
    let host: HostRuntime
    let outside: Outside
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
            folder ?? FileManager.default.temporaryDirectory.appending(path: "host-\(UUID().uuidString)")
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
        hostConfiguration.dataDirectory = self.folder
        let groups = [("even", filters), ("all", Filters())].map { id, filters in
            GroupConfiguration(
                id: id, name: id, file: URL(filePath: "/nowhere/\(id).yaml"),
                shownFile: "providers/\(id).yaml",
                deployments: [deployment(id, filters)])
        }
        outside = Outside(
            network: { Network(client: NoNetwork()) }, clock: clock,
            now: { Date(timeIntervalSince1970: 1_800_000_000) },
            randomText: { "salt" }, randomFraction: { 0 })
        host = try await HostRuntime.open(
            Configuration(host: hostConfiguration, groups: groups),
            registry: ProviderRegistry(providers: [provider]), outside: outside)
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }

    func sync(_ change: (inout SyncRequest) -> Void = { _ in }) async throws -> RunReport {
        var request = SyncRequest()
        change(&request)
        let seen = seen
        let results = try await host.syncCatalog(request) { _, progress in seen.add("\(progress)") }
        return try results.first.map(\.report) ?? { throw NothingRan() }()
    }

    /// A sync that only says what it would do.
    func rehearse() async throws -> RunReport {
        let results = try await HostRuntime.rehearse(
            SyncRequest(), host.configuration, registry: host.registry, outside: outside
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

/// Scripted providers need no network.
struct NoNetwork: HTTPClient {
    func send(_ request: HTTPRequest) async throws(Failure) -> HTTPResponse {
        throw .fatal("the tests have no network")
    }
}

/// A clock on which every sleep ends at once, and time moves by it.
final class LeapClock: Clock, Sendable {
    typealias Duration = Swift.Duration

    struct Instant: InstantProtocol {
        var offset: Duration
        func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        func duration(to other: Instant) -> Duration { other.offset - offset }
        static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
    }

    private let time = Mutex(Instant(offset: .zero))
    /// Sleeps at least this long never end by themselves.
    private let patience: Duration
    private let pause: Duration

    /// - Parameter pause: what every leap takes in truth, so that who leaps again and again does not have the
    ///   time run out for those who are at work.
    init(patience: Duration = .seconds(60), pause: Duration = .zero) {
        self.patience = patience
        self.pause = pause
    }

    var now: Instant { time.withLock { $0 } }
    var minimumResolution: Duration { .nanoseconds(1) }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        if now.duration(to: deadline) >= patience {
            try await Task.sleep(for: .seconds(3_600))
        }
        if pause > .zero { try await Task.sleep(for: pause) }
        time.withLock { $0 = max($0, deadline) }
    }
}
