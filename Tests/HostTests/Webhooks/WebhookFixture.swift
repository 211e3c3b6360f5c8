@testable import ConfigurationFiles
import ConnectorKit
import Foundation
@testable import Model
import PostgresTesting
import Runtime
@testable import Store
import StoreTesting
import Sync
import Synchronization
import TestSupport

@testable import Host
@testable import Webhooks

/// A host with two groups over a ``CallingService``, and a wall clock that the test moves.
struct WebhookFixture {
    let folder: URL
    let service: CallingService
    let host: HostRuntime
    let time: TestDate
    let receiver: WebhookReceiver
    let worker: EventWorker
    let reports: Reports

    final class Reports: Sendable {
        private let texts = Mutex<[String]>([])
        func add(_ text: String) { texts.withLock { $0.append(text) } }
        var all: [String] { texts.withLock { $0 } }
    }

    static let hush = "hush+Key/7=%Q"
    static let publicURL = "https://connect.example.com"
    static let url = "https://connect.example.com/webhooks/demo/connection-1"

    init(
        _ service: CallingService = CallingService(), folder: URL? = nil, publicURL: String? = publicURL,
        environment: HostConfiguration.Environment = .production, at time: Date = CallingService.begin,
        clock: any Clock<Duration> = ContinuousClock(), hush: String = hush
    ) async throws {
        self.service = service
        self.folder =
            folder ?? URL.temporary("webhooks")
        let box = TestDate(time)
        self.time = box
        var configuration = HostConfiguration(directory: self.folder, defaultProvider: "demo")
        try configuration.keepStore(in: self.folder)
        configuration.publicURL = publicURL
        configuration.environment = environment
        let groups = ["even", "all"].map { id in
            var deployment = DeploymentConfiguration(
                group: id, provider: "demo",
                settings: Settings(texts: [:], secrets: ["secret": Secret(hush)]), schedule: .init())
            if id == "even" { deployment.filters.languages = [LanguageTag("en")].compactMap(\.self) }
            return GroupConfiguration(
                id: id, name: id, file: URL(filePath: "/nowhere/\(id).yaml"),
                shownFile: "providers/\(id).yaml", deployments: [deployment])
        }
        let salt = "salt"
        let environment = HostEnvironment(
            network: { _ in Network(client: NoNetwork()) }, clock: clock, now: { box.now },
            randomText: { salt }, randomFraction: { 0 })
        host = try await HostRuntime.open(
            Configuration(host: configuration, groups: groups),
            registry: ProviderRegistry(providers: [CallingProvider(service)]), environment: environment)
        let reports = Reports()
        self.reports = reports
        (receiver, worker) = try await host.webhooks.open { reports.add($0) }
    }

    func remove() { folder.remove() }

    /// Lists these items, so that the groups have courses of them.
    func list(_ ids: [Int]) async throws {
        service.change { state in
            for id in ids { state.items[String(id)] = ScriptedProvider.item(id) }
        }
        _ = try await host.sync(SyncRequest(kinds: [.catalog])) { _, _, _ in }
    }

    // MARK: - Calls

    func secret(_ generation: Int = 1) async throws -> String {
        let called = try await host.webhooks.connections()
        return called[0].secrets.secret(generation).reveal()
    }

    /// An event as the service words it.
    static func event(_ id: String, _ about: String, _ subject: String? = nil, at: Date? = nil) -> String {
        var fields = [#""id":"\#(id)""#, #""about":"\#(about)""#]
        if let subject { fields.append(#""subject":"\#(subject)""#) }
        if let at { fields.append(#""at":\#(at.timeIntervalSince1970)"#) }
        return "{\(fields.joined(separator: ","))}"
    }

    /// Makes a call, rightly signed.
    @discardableResult
    func call(_ body: String) async throws -> WebhookAnswer? {
        await take(SignedCall(body, secrets: [try await secret()], at: time.now))
    }

    func take(_ call: SignedCall) async -> WebhookAnswer? {
        await receiver.endpoint(provider: "demo", connection: "connection-1")?
            .receive(headers: call.headers, body: call.body)
    }

    // MARK: - Work

    /// One go at what is due.
    @discardableResult
    func work() async throws -> EventRound.Result {
        let called = try await host.webhooks.connections()
        let session = host.context.environment.session(to: called[0].configured)
        return try await EventRound(
            service: host.webhooks, connection: called[0], leased: try host.store.leased(), session: session
        ).run()
    }

    /// What waits and what was set aside.
    func backlog() async throws -> EventBacklog {
        try await host.store.eventBacklog().values.first ?? EventBacklog()
    }

    /// The attempts, as a line each.
    func attempts() async throws -> [String] {
        let lines = Mutex<[String]>([])
        try await host.store.forEachAttempt(AttemptQuery()) { batch in
            lines.withLock { lines in
                lines += batch.map { attempt in
                    "\(attempt.group) \(attempt.externalCourseID) \(attempt.user) \(attempt.state.progress)"
                }
            }
        }
        return lines.withLock { $0.sorted() }
    }

    /// The external ids of a group's active courses.
    func active(_ group: String = "all") async throws -> [String] {
        let found = Mutex<[String]>([])
        try await host.store.forEachCourse(CourseQuery(group: group)) { batch in
            found.withLock { $0 += batch.map(\.content.externalID) }
        }
        return found.withLock { $0 }
    }
}
