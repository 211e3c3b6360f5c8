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
import Testing
import Transport
import UdemyBusinessSimulator

@testable import UdemyBusiness

/// A host with one group that has the courses of a simulated account.
struct AccountHost: Sendable {
    static let group = "academy"
    let site: SimulatedSite
    let runtime: HostRuntime

    /// Serves a site with this many courses and enrolments while the body runs.
    ///
    /// - Parameter settings: On top of those that the simulator names.
    static func with(
        items: Int = 40, enrolments: Int = 150, settings: [String: String] = ["page_size": "20"],
        clock: TestDate = TestDate(),
        _ body: @escaping @Sendable (AccountHost) async throws -> Void
    ) async throws {
        var options = SimulatedSite.Options()
        options.items = items
        options.enrolments = enrolments
        let site = SimulatedSite(options, now: { clock.now })
        try await served(by: { try await site.serve(ready: $0) }) { running in
            let folder = FileManager.default.temporaryDirectory.appending(path: "udemy-\(UUID().uuidString)")
            defer { folder.remove() }
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            var texts = Dictionary(uniqueKeysWithValues: running.settings.map { ($0.name, $0.value) })
            let secret = texts.removeValue(forKey: "client_secret") ?? ""
            let all = Settings(
                texts: texts.merging(settings) { $1 }, secrets: ["client_secret": Secret(secret)])
            try await body(AccountHost(site, all, folder, clock))
        }
    }

    private init(_ site: SimulatedSite, _ settings: Settings, _ folder: URL, _ clock: TestDate) async throws {
        self.site = site
        let provider = UdemyBusinessProvider()
        let id = provider.descriptor.id
        var host = HostConfiguration(directory: folder, defaultProvider: id)
        try host.keepStore(in: folder)
        let group = GroupConfiguration(
            id: Self.group, name: Self.group, file: folder, shownFile: "academy.yaml",
            deployments: [
                DeploymentConfiguration(
                    group: Self.group, provider: id, settings: settings, schedule: .init())
            ])
        let environment = HostEnvironment(
            network: { _ in Network(client: CurlClient()) }, clock: ContinuousClock(),
            now: { clock.now }, randomText: { "salt" }, randomFraction: { 0 })
        runtime = try await HostRuntime.open(
            Configuration(host: host, groups: [group]), registry: ProviderRegistry(providers: [provider]),
            environment: environment)
    }

    func sync(_ kinds: Set<RunKind>, _ reading: StatsReading = .everything) async throws -> RunReport {
        var request = SyncRequest(kinds: kinds)
        request.statistics = reading
        return try #require(try await runtime.sync(request) { _, _, _ in }.last).report
    }

    /// The attempts that the store has, by learner and course.
    func attempts() async throws -> [LearnedCourse] {
        let found = Mutex<[LearnedCourse]>([])
        try await runtime.store.forEachAttempt(AttemptQuery()) { batch in
            found.withLock { $0 += batch.map(LearnedCourse.init) }
        }
        return found.withLock { $0 }.sorted { ($0.user, $0.course) < ($1.user, $1.course) }
    }

    /// What the learners of the site did in the courses that the catalog has.
    var learned: [LearnedCourse] {
        site.activities.filter { $0.started != nil && site.course($0.courseID)?.title != "" }
            .map(LearnedCourse.init).sorted { ($0.user, $0.course) < ($1.user, $1.course) }
    }
}

/// What one learner did in one course, as the store and as the site have it.
struct LearnedCourse: Equatable, Sendable, CustomStringConvertible {
    let user: String
    let course: String
    let begin: Date
    let last: Date
    let completed: Date?
    let progress: Int
    let milliseconds: Int64?

    init(_ attempt: Attempt) {
        user = attempt.user
        course = attempt.externalCourseID
        begin = attempt.state.firstActivity
        last = attempt.state.lastActivity
        completed = attempt.state.completedAt
        progress = attempt.state.progress
        milliseconds = attempt.state.timeSpent
    }

    init(_ activity: Activity) {
        user = Learner(activity.learner).email
        course = String(activity.courseID)
        begin = Self.date(activity.started) ?? .distantPast
        completed = Self.date(activity.firstCompleted)
        last = completed ?? Self.date(activity.accessed) ?? .distantPast
        progress = completed == nil ? Int(activity.ratio) : 100
        milliseconds = Int64(activity.consumed * 60_000)
    }

    var description: String {
        "\(user) \(course) \(begin) to \(last), completed \(completed?.description ?? "-"), \(progress) %, \(milliseconds ?? -1) ms"
    }

    private static func date(_ milliseconds: Int64?) -> Date? {
        milliseconds.map { Date(timeIntervalSince1970: Double($0) / 1_000) }
    }
}
