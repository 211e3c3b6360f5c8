import ConnectorKit
import Foundation
import Model
import Push
import Store
import StoreTesting
import Testing

@testable import Host

@Suite struct PushBacklogTests {
    /// `pending setAside` and whether the oldest is known, of the one group.
    private static func told(_ host: HostRuntime) async throws -> String {
        let statuses = try await host.push.statuses()
        #expect(statuses.map(\.group) == ["g"])
        guard let backlog = statuses.first?.backlog else { return "none" }
        return
            "\(backlog.pending) waiting, \(backlog.setAside) aside, \(backlog.oldest == nil ? "-" : "oldest")"
    }

    @Test("what waits and what was set aside is told, and nothing once it is there")
    func backlog() async throws {
        try await PushFixture.with { fixture async throws in
            #expect(try await Self.told(fixture.host) == "none")
            _ = try await fixture.host.push.accept(fixture.rows(["a", "b"]), for: fixture.target)
            #expect(try await Self.told(fixture.host) == "2 waiting, 0 aside, oldest")
            fixture.provider.failing = ["a": .transient("no connection")]
            _ = try await fixture.host.push.deliver(to: fixture.target)
            #expect(try await Self.told(fixture.host) == "0 waiting, 1 aside, -")
            fixture.provider.failing = [:]
            _ = try await fixture.host.push.replay()
            #expect(try await Self.told(fixture.host) == "none")
        }
    }

    @Test("an entry that is to be tried later makes no run before that")
    func noIdleRuns() async throws {
        try await PushFixture.with { fixture async throws in
            fixture.provider.failing = ["a": .transient("no connection")]
            _ = try await fixture.host.push.accept(fixture.rows(["a", "a"]), for: fixture.target)
            let target = fixture.target
            let due = try await fixture.host.store.duePushes(
                of: target.id, at: Date(timeIntervalSince1970: 1_900_000_000), limit: 10)
            try await fixture.host.store.leased().record(
                due.map {
                    ($0, .postponed(until: Date(timeIntervalSince1970: 1_900_000_000), reason: "later"))
                },
                at: Date(timeIntervalSince1970: 1_800_000_000))
            let report = try await fixture.host.push.deliver(to: target, isWaitedFor: false)
            #expect(report.run == nil)
            #expect(try await fixture.host.store.runs().isEmpty)
        }
    }

    @Test("a completion waits for its content, which was accepted before it")
    func contentFirst() async throws {
        try await PushFixture.with { fixture async throws in
            let store = fixture.host.store
            let completion = PushedCompletion(
                contentReference: "a", email: "ann@example.com",
                completedAt: Date(timeIntervalSince1970: 1_790_000_000))
            let rows =
                fixture.rows(["a"]) + [
                    PushRow(line: 2, reference: "a", content: .item(.completion(completion)))
                ]
            _ = try await fixture.host.push.accept(rows, for: fixture.target)
            let late = Date(timeIntervalSince1970: 1_900_000_000)
            let first = try await store.duePushes(of: fixture.target.id, at: late, limit: 10)
            #expect(first.map(\.line) == [1])
            _ = try await fixture.host.push.deliver(to: fixture.target)
            #expect(fixture.provider.completions == [completion])
        }
    }

    @Test("what was dealt with long ago is removed, and is not sent again for that")
    func retention() async throws {
        try await PushFixture.with { fixture async throws in
            let store = fixture.host.store
            let id = try await fixture.host.push.accept(fixture.rows(["a", "b"]), for: fixture.target)
            fixture.provider.failing = ["b": .credentials("refused")]
            _ = try await fixture.host.push.deliver(to: fixture.target)
            let late = Date(timeIntervalSince1970: 1_900_000_000)
            let done = try await fixture.host.store.pushes(of: id, limit: 10).count { $0.state == .done }
            #expect(try await store.removePushes(before: Date(timeIntervalSince1970: 1_700_000_000)) == 0)
            #expect(try await store.removePushes(before: late) == done)
            // What waits is kept, however old it is.
            #expect(try await fixture.host.store.pushJob(id)?.waiting == 2 - done)
            fixture.provider.failing = [:]
            _ = try await fixture.host.push.deliver(to: fixture.target)
            #expect(try await store.removePushes(before: late) == 2 - done)
            let job = try await fixture.host.store.pushJob(id)
            #expect(job == nil)
            #expect(fixture.provider.items.keys.sorted() == ["a", "b"])
        }
    }

    @Test("what waits goes on after the secret was renewed")
    func renewedSecret() async throws {
        try await PushFixture.with { fixture async throws in
            let id = try await fixture.host.push.accept(fixture.rows(["a"]), for: fixture.target)
            let renewed = try await fixture.renewed()
            #expect(renewed.target.id != fixture.target.id)
            _ = try await renewed.host.push.deliver(to: renewed.target)
            #expect(try await renewed.host.store.pushJob(id)?.waiting == 0)
            #expect(renewed.provider.items.keys.sorted() == ["a"])
        }
    }
}
