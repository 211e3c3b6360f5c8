import ConnectorKit
import Foundation
import Model
@testable import Push
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
            let again = try await fixture.host.push.replay()
            #expect(again.map(\.state) == [.setAside])
            fixture.provider.failing = [:]
            let done = try await fixture.host.push.replay()
            #expect(done.map(\.outcome) == [.created])
            #expect(try await fixture.host.push.replay().isEmpty)
        }
    }

    @Test("an older push that was set aside does not undo a newer one")
    func superseded() async throws {
        try await PushFixture.with { fixture async throws in
            fixture.provider.failing = ["a": .transient("no connection")]
            _ = try await fixture.push(["a"], title: "Old")
            fixture.provider.failing = [:]
            _ = try await fixture.push(["a"], title: "New")
            let replayed = try await fixture.host.push.replay()
            #expect(replayed.map(\.outcome) == [.unchanged])
            #expect(replayed.map(\.reason) == ["something newer was pushed since"])
            #expect(fixture.provider.items["a"] == "New")
        }
    }

    @Test("an older push that was set aside is sent where the newer one was refused")
    func newerRefused() async throws {
        try await PushFixture.with { fixture async throws in
            fixture.provider.failing = ["a": .transient("no connection")]
            _ = try await fixture.push(["a"], title: "Old")
            fixture.provider.failing = ["a": .item("not this one")]
            #expect(try await fixture.push(["a"], title: "New") == ["1 a refused not this one"])
            fixture.provider.failing = [:]
            #expect(try await fixture.host.push.replay().map(\.outcome) == [.created])
            #expect(fixture.provider.items["a"] == "Old")
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
            let report = try await fixture.host.push.deliver(to: fixture.target)
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
            let run = try #require(try await fixture.host.store.runs().first)
            #expect(run.counters.skipped == 1)
            let skipped = try await fixture.host.store.skippedItems(of: run.id)
            #expect(skipped.map(\.externalID) == ["a"])
            #expect(skipped.map(\.reason) == ["not this one"])
        }
    }

    @Test("a plan that fails ends the others, and is the one that is told")
    func failedPlan() async throws {
        try await PushFixture.with { fixture async throws in
            let asked = Mutex(0)
            fixture.provider.beforePlans { reference throws(Failure) in
                asked.withLock { $0 += 1 }
                if reference == "b" { throw .credentials("refused") }
                // Until it is cancelled.
                try? await Task.sleep(for: .seconds(600))
                throw .transient("cancelled")
            }
            let rows = fixture.rows(["a", "b", "c"] + (1...200).map { "r\($0)" })
            _ = await #expect(throws: Failure.credentials("refused")) {
                try await fixture.host.push.plan(rows, for: fixture.target)
            }
            #expect(asked.withLock(\.self) <= PushRound.width)
        }
    }

    @Test("an entry whose plan no longer fits is refused, and told what would be done now")
    func stalePlan() async throws {
        try await PushFixture.with { fixture async throws in
            var rows = fixture.rows(["a"])
            rows[0].plan = try await fixture.host.push.plan(rows, for: fixture.target)[0]
            #expect(rows[0].plan?.action == .create)
            fixture.provider.set("a", "Somebody else's")
            #expect(
                try await fixture.push(rows) == [
                    "1 a refused the plan create no longer fits what stands at the provider; nothing was sent, "
                        + "and the plan is now update (set the title)"
                ])
            #expect(fixture.provider.items["a"] == "Somebody else's")
            rows[0].plan = try await fixture.host.push.plan(rows, for: fixture.target)[0]
            #expect(try await fixture.push(rows) == ["1 a updated -"])
        }
    }
}
