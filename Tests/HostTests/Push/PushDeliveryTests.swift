import ConnectorKit
import Foundation
import Store
import Synchronization
import Testing

@testable import Host

@Suite struct PushDeliveryTests {
    @Test("what is about the same goes in order, and each entry has its outcome")
    func order() async throws {
        try await PushFixture.with { fixture async throws in
            let outcomes = try await fixture.push(["a", "b", "c"])
            #expect(outcomes == ["1 a created -", "2 b created -", "3 c created -"])
            #expect(try await fixture.push(["b", "d"]) == ["1 b unchanged -", "2 d created -"])
            #expect(fixture.provider.items.keys.sorted() == ["a", "b", "c", "d"])
        }
    }

    @Test("a duplicate within one job is refused with the line of the first")
    func duplicate() async throws {
        try await PushFixture.with { fixture async throws in
            #expect(
                try await fixture.push(["a", "a"]) == [
                    "1 a created -", "2 a refused duplicate external_reference; line 1 has the same",
                ])
        }
    }

    @Test("what fails five times is set aside, and replay tries it again")
    func setAside() async throws {
        try await PushFixture.with { fixture async throws in
            fixture.provider.failing = ["b": .transient("no connection")]
            #expect(
                try await fixture.push(["a", "b"]) == ["1 a created -", "2 b failed no connection"])
            #expect(fixture.provider.tries["b"] == 5)
            let again = try await fixture.host.replayPushes()
            #expect(again.map(\.state) == [.setAside])
            fixture.provider.failing = [:]
            let done = try await fixture.host.replayPushes()
            #expect(done.map(\.outcome) == [.created])
            #expect(try await fixture.host.replayPushes().isEmpty)
        }
    }

    @Test("an older push that was set aside does not undo a newer one")
    func superseded() async throws {
        try await PushFixture.with { fixture async throws in
            fixture.provider.failing = ["a": .transient("no connection")]
            _ = try await fixture.push(["a"], title: "Old")
            fixture.provider.failing = [:]
            _ = try await fixture.push(["a"], title: "New")
            let replayed = try await fixture.host.replayPushes()
            #expect(replayed.map(\.outcome) == [.unchanged])
            #expect(replayed.map(\.reason) == ["something newer was pushed since"])
            #expect(fixture.provider.items["a"] == "New")
        }
    }

    @Test("a fault of the provider as a whole leaves everything waiting, and the next delivery goes on")
    func stopped() async throws {
        try await PushFixture.with { fixture async throws in
            fixture.provider.failing = ["a": .credentials("refused")]
            #expect(try await fixture.push(["a"]) == ["1 a - -"])
            let runs = try await fixture.host.store.runs()
            #expect(runs.map(\.kind) == ["push"])
            #expect(runs.map(\.outcome) == [.failed])
            #expect(runs.map(\.error) == ["refused"])
            fixture.provider.failing = [:]
            let report = try await fixture.host.deliver(to: fixture.target)
            #expect(report.failure == nil)
            #expect(fixture.provider.items["a"] == "T")
        }
    }

    @Test("an item that cannot be taken is refused at once, with its reason")
    func refused() async throws {
        try await PushFixture.with { fixture async throws in
            fixture.provider.failing = ["a": .item("not this one")]
            #expect(try await fixture.push(["a"]) == ["1 a refused not this one"])
            #expect(fixture.provider.tries["a"] == 1)
        }
    }

    @Test("an entry whose plan no longer fits is refused, and told what would be done now")
    func stalePlan() async throws {
        try await PushFixture.with { fixture async throws in
            var rows = fixture.rows(["a"])
            rows[0].plan = try await fixture.host.plan(rows, for: fixture.target)[0]
            #expect(rows[0].plan?.action == .create)
            fixture.provider.set("a", "Somebody else's")
            #expect(
                try await fixture.push(rows) == [
                    "1 a refused the plan create no longer fits what stands at the provider; nothing was sent, "
                        + "and the plan is now update (set the title)"
                ])
            #expect(fixture.provider.items["a"] == "Somebody else's")
            rows[0].plan = try await fixture.host.plan(rows, for: fixture.target)[0]
            #expect(try await fixture.push(rows) == ["1 a updated -"])
        }
    }
}

/// A host over a provider that keeps what is pushed in memory.
struct PushFixture {
    let provider: KeepingProvider
    let host: HostRuntime
    let target: PushTarget

    static func with(_ body: (PushFixture) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "push-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let provider = KeepingProvider()
        var configuration = HostConfiguration(directory: folder, defaultProvider: "demo")
        configuration.dataDirectory = folder
        let deployment = DeploymentConfiguration(
            group: "g", provider: "demo", settings: Settings(texts: [:], secrets: [:]), schedule: .init())
        let group = GroupConfiguration(
            id: "g", name: "g", file: URL(filePath: "/nowhere/g.yaml"), shownFile: "providers/g.yaml",
            deployments: [deployment])
        // Every look at the time is a minute later than the one before, so that no pause is waited for.
        let minutes = Mutex(0)
        let outside = Outside(
            network: { Network(client: NoNetwork()) }, clock: LeapClock(patience: .seconds(3_600)),
            now: {
                minutes.withLock { minutes in
                    minutes += 1
                    return Date(timeIntervalSince1970: 1_800_000_000 + Double(minutes) * 60)
                }
            }, randomText: { "salt" }, randomFraction: { 0 })
        let host = try await HostRuntime.open(
            Configuration(host: configuration, groups: [group]),
            registry: ProviderRegistry(providers: [provider]), outside: outside)
        let target = try #require(try await host.pushTarget(group: "g", provider: "demo"))
        try await body(PushFixture(provider: provider, host: host, target: target))
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
        let job = try await host.openPush(for: target)
        try await host.accept(rows, into: job, for: target)
        _ = try await host.deliver(to: target)
        return try await host.store.pushes(of: job, limit: 100).map { push in
            "\(push.line) \(push.reference) \(push.outcome?.rawValue ?? "-") \(push.reason ?? "-")"
        }
    }

    func push(_ references: [String], title: String = "T") async throws -> [String] {
        try await push(rows(references, title: title))
    }
}

/// Keeps the titles of what is pushed.
final class KeepingProvider: PushProvider {
    private struct State {
        var items: [String: String] = [:]
        var tries: [String: Int] = [:]
        var failing: [String: Failure] = [:]
    }

    private let state = Mutex(State())
    let descriptor = ProviderDescriptor(
        id: "demo", displayName: "Demo", summary: "", settings: [],
        filters: FilterVocabulary(contentTypes: []),
        schedule: DefaultSchedule(catalog: "07:40", stats: "08:00"))
    let notCarried: [PushedContent.Field: String] = [:]

    var items: [String: String] { state.withLock(\.items) }
    var tries: [String: Int] { state.withLock(\.tries) }
    var failing: [String: Failure] {
        get { state.withLock(\.failing) }
        set { state.withLock { $0.failing = newValue } }
    }

    func set(_ reference: String, _ title: String) { state.withLock { $0.items[reference] = title } }

    func plan(_ content: PushedContent, of connection: Connection) async throws(Failure) -> PushPlan {
        let title = items[content.externalReference]
        if title == content.title { return PushPlan(.unchanged, basis: title ?? "") }
        return title == nil
            ? PushPlan(.create, steps: ["create it"], basis: "absent")
            : PushPlan(.update, steps: ["set the title"], basis: title ?? "")
    }

    func apply(
        _ plan: PushPlan?, to content: PushedContent, of connection: Connection
    ) async throws(Failure) -> PushResult? {
        let reference = content.externalReference
        let failure = state.withLock { state in
            state.tries[reference, default: 0] += 1
            return state.failing[reference]
        }
        if let failure { throw failure }
        let now = try await self.plan(content, of: connection)
        if let plan, plan.basis != now.basis { return nil }
        set(reference, content.title)
        switch now.action {
        case .create: return PushResult(.created)
        case .unchanged: return PushResult(.unchanged)
        default: return PushResult(.updated)
        }
    }

    func plan(_ completion: PushedCompletion, of connection: Connection) async throws(Failure) -> PushPlan {
        PushPlan(.refuse, basis: "")
    }

    func apply(
        _ plan: PushPlan?, to completion: PushedCompletion, of connection: Connection
    ) async throws(Failure) -> PushResult? { PushResult(.refused) }
}
