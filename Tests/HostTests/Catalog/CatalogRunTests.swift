import ConfigurationFiles
import ConnectorKit
import Foundation
import Host
import Model
import Store
import Sync
import Synchronization
import Testing
import TestSupport

@Suite struct CatalogRunTests {
    @Test("One listing serves all groups, each with its filters")
    func oneListing() async throws {
        let fixture = try await HostFixture(
            ScriptedProvider { checkpoint, _ throws(Failure) in
                checkpoint == nil
                    ? ScriptedProvider.page([1, 2], next: "p2", total: 4)
                    : ScriptedProvider.page([3, 4], total: 4)
            })
        defer { fixture.remove() }
        let report = try await fixture.sync()
        #expect(report.outcome == .done)
        #expect(report.error == nil)
        #expect(fixture.provider.calls.all == ["first", "p2"])
        #expect(try await fixture.active("all") == ["1", "2", "3", "4"])
        #expect(try await fixture.active("even") == ["2", "4"])
        #expect(report.counters.seen == 4)
        #expect(report.counters.created == 6)
        let run = try #require(try await fixture.host.store.run(report.id))
        #expect(run.outcome == .done)
        #expect(run.groups == ["even", "all"])
        #expect(run.counters == report.counters)
    }

    @Test("A second, unchanged run changes nothing")
    func secondRun() async throws {
        let fixture = try await HostFixture(
            ScriptedProvider { _, _ throws(Failure) in ScriptedProvider.page([1, 2], total: 2) })
        defer { fixture.remove() }
        _ = try await fixture.sync()
        let id = try #require(try await fixture.host.store.connections().first)
        let revision = try await fixture.host.store.revision(of: id)
        let report = try await fixture.sync()
        #expect(report.counters.unchanged == 3)
        #expect(report.counters.created + report.counters.updated + report.counters.archived == 0)
        #expect(try await fixture.host.store.revision(of: id) == revision)
    }

    /// A second run that goes wrong: what it ends as, and what it says.
    struct Fault: CustomTestStringConvertible {
        let testDescription: String
        let script: ScriptedProvider.Script
        let outcome: Run.Outcome
        let error: String
    }

    static let faults = [
        Fault(
            testDescription: "ends early",
            script: { _, _ throws(Failure) in ScriptedProvider.page([1], total: 4) },
            outcome: .incomplete, error: "the provider ended the listing after 1 of 4 items"),
        Fault(
            testDescription: "fails at the first page",
            script: { _, _ throws(Failure) in throw .transient("GET x: the connection was refused") },
            outcome: .failed, error: "GET x: the connection was refused"),
        Fault(
            testDescription: "refuses the credentials",
            script: { _, _ throws(Failure) in throw .credentials("401") }, outcome: .failed, error: "401"),
        Fault(
            testDescription: "fails half-way",
            script: { checkpoint, _ throws(Failure) in
                if checkpoint == nil { return ScriptedProvider.page([1], next: "p2", total: 4) }
                throw .transient("cut")
            }, outcome: .incomplete, error: "cut"),
        Fault(
            testDescription: "is rate limited to a stop",
            script: { checkpoint, _ throws(Failure) in
                if checkpoint == nil { return ScriptedProvider.page([1], next: "p2", total: 4) }
                throw .rateLimited(retryAfter: .seconds(3_600), "429 for an hour")
            }, outcome: .rateLimited, error: "429 for an hour"),
        Fault(
            testDescription: "answers HTML for ever",
            script: { _, _ throws(Failure) in throw .contract("the answer is an HTML page, not JSON") },
            outcome: .failed, error: "the answer is an HTML page, not JSON"),
        Fault(
            testDescription: "loses its place again and again",
            script: { checkpoint, _ throws(Failure) in
                checkpoint == nil
                    ? ScriptedProvider.page([1], next: "p2", total: 4)
                    : .checkpointRefused("the scroll has expired")
            }, outcome: .incomplete,
            error: "the listing lost its place 4 times (the scroll has expired); given up"),
        Fault(
            testDescription: "answers empty pages for ever",
            script: { _, _ throws(Failure) in ScriptedProvider.page([], next: "more", total: 4) },
            outcome: .failed, error: "no progress for 120 s; given up"),
    ]

    @Test("A run that goes wrong says so, and archives nothing", arguments: faults)
    func wrong(_ fault: Fault) async throws {
        let first = Mutex(true)
        let clock = TickingClock()
        let fixture = try await HostFixture(
            ScriptedProvider { checkpoint, call throws(Failure) in
                clock.tick(.seconds(1))
                if first.withLock({ $0 }) { return ScriptedProvider.page([1, 2, 3, 4], total: 4) }
                return try await fault.script(checkpoint, call)
            }, clock: clock)
        defer { fixture.remove() }
        _ = try await fixture.sync()
        first.withLock { $0 = false }
        let report = try await fixture.sync()
        #expect(report.outcome == fault.outcome)
        #expect(report.error == fault.error)
        #expect(report.counters.archived == 0)
        #expect(try await fixture.active() == ["1", "2", "3", "4"])
    }

    @Test("A page that did not arrive is asked for again with the same checkpoint")
    func pageAgain() async throws {
        let fixture = try await HostFixture(
            ScriptedProvider { checkpoint, call throws(Failure) in
                if call == 2 { throw .contract("the answer is an HTML page, not JSON") }
                return checkpoint == nil
                    ? ScriptedProvider.page([1], next: "p2", total: 2) : ScriptedProvider.page([2], total: 2)
            }, clock: TickingClock())
        defer { fixture.remove() }
        #expect(try await fixture.sync().outcome == .done)
        #expect(fixture.provider.calls.all == ["first", "p2", "p2"])
    }

    @Test("A refused checkpoint begins the listing again, and the second pass counts alone")
    func beginsAgain() async throws {
        let fixture = try await HostFixture(
            ScriptedProvider { checkpoint, call throws(Failure) in
                if call == 2 { return .checkpointRefused("the scroll has expired") }
                return checkpoint == nil
                    ? ScriptedProvider.page([1], next: "p2", total: 2) : ScriptedProvider.page([2], total: 2)
            }, clock: TickingClock())
        defer { fixture.remove() }
        let report = try await fixture.sync()
        #expect(report.outcome == .done)
        #expect(report.counters.seen == 2)
        #expect(fixture.provider.calls.all == ["first", "p2", "first", "p2"])
    }

    @Test("A provider that hangs is given up after 120 seconds without progress")
    func hanging() async throws {
        let fixture = try await HostFixture(
            ScriptedProvider { _, _ throws(Failure) in
                try? await Task.sleep(for: .seconds(3_600))
                throw .fatal("cancelled")
            }, clock: LeapClock(patience: .seconds(1_000)))
        defer { fixture.remove() }
        let report = try await fixture.sync()
        #expect(report.outcome == .failed)
        // The clock leaps as soon as somebody waits, and may leave the provider's thread behind.
        let given = "no progress for 120 s; given up"
        let early = given + ": the provider has not come back from its declarations"
        #expect([given, early].contains(report.error))
    }

    @Test("A cancelled run ends as interrupted, keeps what it read, and the next one completes")
    func interrupted() async throws {
        let (arrivals, arrived) = AsyncStream.makeStream(of: Void.self)
        let hang = Mutex(true)
        let fixture = try await HostFixture(
            ScriptedProvider { checkpoint, _ throws(Failure) in
                if checkpoint == nil { return ScriptedProvider.page([1], next: "p2", total: 2) }
                guard hang.withLock({ $0 }) else { return ScriptedProvider.page([2], total: 2) }
                arrived.yield()
                try? await Task.sleep(for: .seconds(3_600))
                throw .fatal("cancelled")
            })
        defer { fixture.remove() }
        let work = Task { try await fixture.sync() }
        for await _ in arrivals { break }
        work.cancel()
        let report = try await work.value
        #expect(report.outcome == .interrupted)
        #expect(report.error == "interrupted; the next run goes on")
        hang.withLock { $0 = false }
        #expect(try await fixture.sync().outcome == .done)
        #expect(try await fixture.active() == ["1", "2"])
    }

    @Test("A bad item is skipped with its reason and leaves its course as it was")
    func badItem() async throws {
        let bad = Mutex(false)
        let fixture = try await HostFixture(
            ScriptedProvider { _, _ throws(Failure) in
                let broken = bad.withLock { $0 }
                return ScriptedProvider.page([1, 2], total: 2) { id in
                    broken && id == 2 ? #"{"id":2,"title":7}"# : ScriptedProvider.item(id)
                }
            })
        defer { fixture.remove() }
        _ = try await fixture.sync()
        bad.withLock { $0 = true }
        let report = try await fixture.sync()
        #expect(report.outcome == .done)
        #expect(report.counters.skipped == 1)
        #expect(report.counters.unchanged == 3)
        #expect(
            try await fixture.host.store.skippedItems(of: report.id).map(\.reason)
                == ["title is a number; text was expected"])
        #expect(try await fixture.active() == ["1", "2"])
    }

    @Test("A dry run says what would change, and changes nothing")
    func dryRun() async throws {
        let fixture = try await HostFixture(
            ScriptedProvider { _, _ throws(Failure) in ScriptedProvider.page([1, 2], total: 2) })
        defer { fixture.remove() }
        let report = try await fixture.rehearse()
        #expect(report.counters.created == 3)
        #expect(try await fixture.active().isEmpty)
        #expect(try await fixture.host.store.runs().isEmpty)
        let left = try FileManager.default.contentsOfDirectory(atPath: fixture.folder.path)
        #expect(!left.contains { $0.hasPrefix("rehearsal") })
    }

    @Test("A held listing is applied when the shrinking is accepted")
    func held() async throws {
        let few = Mutex(false)
        let fixture = try await HostFixture(
            ScriptedProvider { _, _ throws(Failure) in
                few.withLock { $0 }
                    ? ScriptedProvider.page([1], total: 1) : ScriptedProvider.page([1, 2, 3, 4], total: 4)
            })
        defer { fixture.remove() }
        _ = try await fixture.sync()
        few.withLock { $0 = true }
        let held = try await fixture.sync()
        #expect(held.outcome == .held)
        #expect(held.held == 5)
        #expect(
            held.error
                == "held: the listing would archive 5 courses, more than half of what is active; look, then accept with --accept-shrink"
        )
        #expect(try await fixture.active() == ["1", "2", "3", "4"])
        let accepted = try await fixture.sync { $0.acceptShrink = true }
        #expect(accepted.outcome == .done)
        #expect(try await fixture.active() == ["1"])
    }

    @Test("The second of two runs on one connection waits for the first")
    func oneAtATime() async throws {
        let atWork = Mutex((now: 0, most: 0))
        let provider = ScriptedProvider { _, _ throws(Failure) in
            atWork.withLock {
                $0.now += 1
                $0.most = max($0.most, $0.now)
            }
            for _ in 0..<100 { await Task.yield() }
            atWork.withLock { $0.now -= 1 }
            return ScriptedProvider.page([1, 2], total: 2)
        }
        let one = try await HostFixture(provider)
        defer { one.remove() }
        let other = try await HostFixture(provider, folder: one.folder)
        async let first = one.sync()
        async let second = other.sync()
        #expect(try await [first.outcome, second.outcome] == [.done, .done])
        #expect(atWork.withLock { $0.most } == 1)
        #expect(try await one.host.store.runs().count == 2)
    }

    @Test("A dry run counts what edited files would change, and changes nothing")
    func dryRunAfterEdit() async throws {
        let provider = ScriptedProvider { _, _ throws(Failure) in ScriptedProvider.page([1, 2], total: 2) }
        let fixture = try await HostFixture(provider)
        defer { fixture.remove() }
        _ = try await fixture.sync()
        var configuration = fixture.host.configuration
        for index in configuration.groups.indices {
            configuration.groups[index].deployments[0].filters = Filters(
                languages: [LanguageTag("fr")].compactMap(\.self))
        }
        let results = try await HostRuntime.rehearse(
            SyncRequest(), configuration, registry: fixture.host.registry, environment: fixture.environment
        ) { _, _, _ in }
        let counters = try #require(results.first).report.counters
        #expect(counters.created == 1)
        #expect(counters.archived == 2)
        #expect(counters.unarchived == 0)
        #expect(try await fixture.active("all") == ["1", "2"])
        #expect(try await fixture.active("even") == ["2"])
    }

    @Test("A filter that is saved while a run lists is in force when the run has ended")
    func filterDuringRun() async throws {
        let folder = URL.temporary("host")
        let french = Filters(languages: [LanguageTag("fr")].compactMap(\.self))
        let quiet = ScriptedProvider { _, _ throws(Failure) in throw .fatal("not asked") }
        let fixture = try await HostFixture(
            ScriptedProvider { checkpoint, _ throws(Failure) in
                if checkpoint == nil { return ScriptedProvider.page([1, 2], next: "p2", total: 4) }
                // Another process opens the store with the edited file.
                do { _ = try await HostFixture(quiet, folder: folder, filters: french) } catch {
                    throw .fatal("\(error)")
                }
                return ScriptedProvider.page([3, 4], total: 4)
            }, folder: folder)
        defer { fixture.remove() }
        #expect(try await fixture.sync().outcome == .done)
        #expect(try await fixture.active("even") == ["1", "3"])
    }

    @Test("A listing that never ends is given up, and archives nothing")
    func endless() async throws {
        let fixture = try await HostFixture(
            ScriptedProvider { _, call throws(Failure) in
                ScriptedProvider.page([call, call + 1], next: "again", total: 2, rows: 1_000)
            })
        defer { fixture.remove() }
        let report = try await fixture.sync()
        #expect(report.outcome == .incomplete)
        #expect(report.error == "the listing goes on after 11000 rows, of a stated total of 2; given up")
    }

    @Test("A secret that the other side repeats is neither shown nor recorded")
    func echoed() async throws {
        let fixture = try await HostFixture(
            ScriptedProvider { _, _ throws(Failure) in throw .contract("403: hush-hush may not list") },
            clock: TickingClock())
        defer { fixture.remove() }
        let report = try await fixture.sync()
        #expect(report.error == "403: •••• may not list")
        #expect(try await fixture.host.store.run(report.id)?.error == "403: •••• may not list")
        #expect(!fixture.seen.all.contains { $0.contains("hush-hush") })
    }

    @Test("A directory of groups that is gone archives nothing, and is a mistake")
    func missingDirectory() async throws {
        let fixture = try await HostFixture(
            ScriptedProvider { _, _ throws(Failure) in ScriptedProvider.page([1], total: 1) })
        defer { fixture.remove() }
        _ = try await fixture.sync()
        var configuration = fixture.host.configuration
        configuration.groups = []
        let directory = configuration.host.providersDirectory.path
        await #expect(
            throws: StoreError.mismatch(
                "\(directory): there is no such directory, and the store knows 2 deployments; nothing was archived. Bring it back, or make it empty to take all of them out"
            )
        ) {
            _ = try await HostRuntime.open(
                configuration, registry: fixture.host.registry, environment: fixture.environment)
        }
        #expect(try await fixture.active() == ["1"])
    }

    @Test("Descriptions are cleaned before they are stored")
    func cleaned() async throws {
        let fixture = try await HostFixture(
            ScriptedProvider { _, _ throws(Failure) in
                ScriptedProvider.page([2], total: 1) { _ in
                    #"{"id":2,"title":"A","lang":"en","text":"<p onclick=x>Hi<script>alert(1)</script></p>"}"#
                }
            })
        defer { fixture.remove() }
        _ = try await fixture.sync()
        let course = try await fixture.host.store.course(externalID: "2", provider: "demo", group: "all")
        #expect(course?.content.description == "<p>Hi</p>")
    }
}
