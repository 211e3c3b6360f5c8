import ConfigurationFiles
import ConnectorKit
import Foundation
import Host
import LinkedInLearning
import LinkedInLearningSimulator
import Model
import PostgresTesting
import Runtime
import Store
import Sync
import Synchronization
import TestSupport

/// A host with one group, over an account in the same process.
struct AccountHost: Sendable {
    let runtime: HostRuntime
    let client: AccountClient

    private static let group = "learners"

    /// Runs a body with a host whose folder is removed afterwards.
    static func with<Value: Sendable>(
        _ client: AccountClient, at time: TestDate, settings: [String: String] = [:],
        _ body: (AccountHost) async throws -> Value
    ) async throws -> Value {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "linkedin-\(UUID().uuidString)", directoryHint: .isDirectory)
        defer { folder.remove() }
        var configuration = HostConfiguration(
            directory: folder, defaultProvider: provider.descriptor.id)
        try configuration.keepStore(in: folder)
        let settings = AccountClient.settings(
            ["locales": "en_US, de_DE, fr_FR", "statistics_from": "2026-01-01"].merging(settings) { $1 })
        let group = GroupConfiguration(
            id: group, name: group, file: folder, shownFile: "learners.yaml",
            deployments: [
                DeploymentConfiguration(
                    group: group, provider: provider.descriptor.id, settings: settings, schedule: .init())
            ])
        let environment = HostEnvironment(
            network: { _ in Network(client: client) }, clock: ContinuousClock(), now: { time.now },
            randomText: { "salt" }, randomFraction: { 0 })
        let runtime = try await HostRuntime.open(
            Configuration(host: configuration, groups: [group]),
            registry: ProviderRegistry(providers: [provider]), environment: environment)
        return try await body(AccountHost(runtime: runtime, client: client))
    }

    @discardableResult
    func syncCatalog() async throws -> RunReport? {
        try await runtime.sync(SyncRequest(kinds: [.catalog])) { _, _, _ in }.first?.report
    }

    @discardableResult
    func syncStatistics(_ reading: StatsReading) async throws -> RunReport? {
        var request = SyncRequest(kinds: [.stats])
        request.statistics = reading
        return try await runtime.sync(request) { _, _, _ in }.first?.report
    }

    /// The attempts in the store, in the order of content and address.
    func attempts() async throws -> [SeenAttempt] {
        let found = Mutex<[SeenAttempt]>([])
        try await runtime.store.forEachAttempt(AttemptQuery()) { batch in
            found.withLock { $0 += batch.map(SeenAttempt.init) }
        }
        return found.withLock { $0.sorted() }
    }
}

/// What an attempt says, apart from its number.
struct SeenAttempt: Equatable, Comparable, CustomStringConvertible {
    var content: String
    var user: String
    /// Milliseconds since 1970.
    var first: Int64
    var last: Int64
    var completed: Int64?
    var progress: Int
    var seconds: Int64?

    init(
        content: String, user: String, first: Int64, last: Int64, completed: Int64? = nil, progress: Int,
        seconds: Int64?
    ) {
        self.content = content
        self.user = user
        self.first = first
        self.last = last
        self.completed = completed
        self.progress = progress
        self.seconds = seconds
    }

    init(_ attempt: Attempt) {
        func time(_ date: Date) -> Int64 { Int64((date.timeIntervalSince1970 * 1_000).rounded()) }
        self.init(
            content: attempt.externalCourseID, user: attempt.user, first: time(attempt.state.firstActivity),
            last: time(attempt.state.lastActivity), completed: attempt.state.completedAt.map(time),
            progress: attempt.state.progress, seconds: attempt.state.timeSpent.map { $0 / 1_000 })
    }

    static func < (left: SeenAttempt, right: SeenAttempt) -> Bool {
        (left.content, left.user, left.first) < (right.content, right.user, right.first)
    }

    var description: String {
        "\(user) at \(content): \(first) to \(last), completed \(completed.map(String.init) ?? "never"), "
            + "\(progress) %, \(seconds.map(String.init) ?? "?") s"
    }
}
