import ConnectorKit
import Foundation
import Host
import Model
import Store
import Sync
import Synchronization
import Testing
import TestSupport

/// Runs that go wrong or are cut off, and what the next one makes of it.
@Suite struct StatsTroubleTests {
    /// What the fourth page asked for fails with, and what the run says.
    static let failures: [(failure: Failure, outcome: Run.Outcome, error: String)] = [
        (.transient("cut"), .incomplete, "cut"),
        (.credentials("401"), .incomplete, "401"),
        (.rateLimited(retryAfter: .seconds(3_600), "429 for an hour"), .rateLimited, "429 for an hour"),
        (.contract("HTML"), .incomplete, "HTML"),
        (.fatal("hush-hush is the secret"), .incomplete, "••• is the secret"),
    ]

    @Test("A run that fails says so, and the next takes up where it was", arguments: failures.indices)
    func fails(_ index: Int) async throws {
        let (failure, outcome, error) = Self.failures[index]
        let fixture = try await StatsFixture(
            StatsRunTests.portal(), secret: "hush-hush", clock: TickingClock())
        defer { fixture.remove() }
        try await fixture.syncCatalog()
        fixture.portal.change {
            $0.atPage = { number throws(Failure) in if number == 3 { throw failure } }
        }
        let report = try await fixture.sync()
        #expect(report.outcome == outcome)
        #expect(report.error == error.replacing("•••", with: Secret("").description))
        #expect(report.counters.seen == 6)
        fixture.portal.change { $0.atPage = { _ throws(Failure) in } }
        _ = fixture.portal.calls()
        let next = try await fixture.sync()
        #expect(fixture.portal.calls().pages == ["all 3", "all 4"])
        #expect(next.outcome == .done)
        #expect(next.counters.seen == 10)
        #expect(try await fixture.attempts() == StatsRunTests.attempts)
    }

    @Test("A failure before the first page is a failed run")
    func failsAtOnce() async throws {
        let fixture = try await StatsFixture(StatsRunTests.portal())
        defer { fixture.remove() }
        fixture.portal.change { $0.atPage = { _ throws(Failure) in throw .transient("no connection") } }
        let report = try await fixture.sync()
        #expect(report.outcome == .failed)
        #expect(report.error == "no connection")
    }

    @Test("A run that stops at any page is taken up by the next, and comes to the same", arguments: 1...4)
    func stopsAt(page: Int) async throws {
        let fixture = try await StatsFixture(StatsRunTests.portal())
        defer { fixture.remove() }
        try await fixture.syncCatalog()
        // Where all accounts are known, no page waits for others.
        let enrolments = StatsRunTests.portal().enrolments
        fixture.portal.change {
            $0.enrolments = ["u1", "u2", "u3", "u4"].map { enrolment("first \($0)", 8, $0, 0, 0) }
        }
        try await fixture.sync()
        fixture.portal.change { $0.enrolments = enrolments }
        let (arrivals, arrived) = AsyncStream.makeStream(of: Void.self)
        fixture.portal.change {
            $0.atPage = { number throws(Failure) in
                guard number == page else { return }
                arrived.yield()
                try? await Task.sleep(for: .seconds(3_600))
                throw .fatal("cancelled")
            }
        }
        let recorded = Mutex(0)
        let work = Task {
            try await fixture.sync(.everything) { news in
                if case .listing(let rows, _) = news { recorded.withLock { $0 = rows } }
            }
        }
        for await _ in arrivals { break }
        // Pages that are read and not yet recorded are read again.
        let size = fixture.portal.contents.withLock { $0.size }
        await eventually("the pages before are recorded") {
            recorded.withLock { $0 } >= (page - 1) * size
        }
        work.cancel()
        let report = try await work.value
        #expect(report.outcome == .interrupted)
        #expect(report.error == "interrupted; the next run goes on")
        fixture.portal.change { $0.atPage = { _ throws(Failure) in } }
        _ = fixture.portal.calls()
        let other = try await fixture.again()
        #expect(try await other.sync(.everything).outcome == .done)
        let pages = fixture.portal.calls().pages
        #expect(pages.last == "all 4")
        #expect(pages.count <= 6 - page)
        #expect(try await other.attempts() == StatsRunTests.attempts)
        // Nothing is left to take up.
        try await other.sync(.everything)
        #expect(fixture.portal.calls().pages.first == "all 1")
    }

    @Test("A listing of changes that was cut off does not pass for a part of everything")
    func changesThenEverything() async throws {
        let fixture = try await StatsFixture(StatsRunTests.portal())
        defer { fixture.remove() }
        try await fixture.syncCatalog()
        try await fixture.sync()
        fixture.portal.enrol(
            enrolment("k", 1, "u1", 20, 21), enrolment("l", 1, "u2", 20, 22), enrolment("m", 2, "u2", 20, 23),
            enrolment("n", 3, "u2", 20, 24))
        fixture.portal.change {
            $0.atPage = { number throws(Failure) in if number == 2 { throw .transient("cut") } }
        }
        #expect(try await fixture.sync().outcome == .incomplete)
        fixture.portal.change { $0.atPage = { _ throws(Failure) in } }
        _ = fixture.portal.calls()
        #expect(try await fixture.sync(.everything).outcome == .done)
        #expect(fixture.portal.calls().pages == ["all 1", "all 2", "all 3", "all 4", "all 5"])
    }

    @Test("A full run by hand begins at the first page, whatever was cut off")
    func fromScratch() async throws {
        let fixture = try await StatsFixture(StatsRunTests.portal())
        defer { fixture.remove() }
        try await fixture.syncCatalog()
        fixture.portal.change {
            $0.atPage = { number throws(Failure) in if number == 3 { throw .transient("cut") } }
        }
        try await fixture.sync()
        fixture.portal.change { $0.atPage = { _ throws(Failure) in } }
        _ = fixture.portal.calls()
        #expect(try await fixture.sync(full: true).counters.seen == 10)
        #expect(fixture.portal.calls().pages == ["all 1", "all 2", "all 3", "all 4"])
    }

    @Test("A page that did not arrive is asked for again")
    func pageAgain() async throws {
        let fixture = try await StatsFixture(StatsRunTests.portal(), clock: TickingClock())
        defer { fixture.remove() }
        let failed = Mutex(false)
        fixture.portal.change {
            $0.atPage = { number throws(Failure) in
                let first = failed.withLock { done in
                    defer { done = done || number == 2 }
                    return number == 2 && !done
                }
                if first { throw .contract("the answer is an HTML page, not JSON") }
            }
        }
        #expect(try await fixture.sync().outcome == .done)
        #expect(fixture.portal.calls().pages == ["all 1", "all 2", "all 2", "all 3", "all 4"])
    }

    @Test("A listing that goes round in circles is given up")
    func circle() async throws {
        let portal = StatsRunTests.portal()
        portal.change { $0.comesBack = true }
        let fixture = try await StatsFixture(portal)
        defer { fixture.remove() }
        let report = try await fixture.sync()
        #expect(report.outcome == .incomplete)
        #expect(report.error == "the listing of enrolments comes back to a page it had; given up")
    }

    @Test("A checkpoint that the provider no longer honours begins the listing again")
    func lost() async throws {
        let fixture = try await StatsFixture(StatsRunTests.portal(), clock: TickingClock())
        defer { fixture.remove() }
        try await fixture.syncCatalog()
        fixture.portal.change {
            $0.atPage = { number throws(Failure) in if number == 3 { throw .transient("cut") } }
        }
        try await fixture.sync()
        fixture.portal.change {
            $0.atPage = { _ throws(Failure) in }
            $0.forgets = true
        }
        _ = fixture.portal.calls()
        #expect(try await fixture.sync().outcome == .done)
        #expect(
            fixture.portal.calls().pages == [
                "lost", "lost", "lost", "lost", "all 1", "all 2", "all 3", "all 4",
            ])
        #expect(try await fixture.attempts() == StatsRunTests.attempts)
    }

    @Test("A listing that ends before its total is incomplete, and leaves no mark")
    func short() async throws {
        let fixture = try await StatsFixture(StatsRunTests.portal())
        defer { fixture.remove() }
        fixture.portal.change { $0.total = 12 }
        let report = try await fixture.sync()
        #expect(report.outcome == .incomplete)
        #expect(report.error == "the provider ended the listing after 10 of 12 enrolments")
        fixture.portal.change { $0.total = nil }
        _ = fixture.portal.calls()
        #expect(try await fixture.sync().outcome == .done)
        #expect(fixture.portal.calls().pages.first == "all 1")
    }

    @Test("A provider that hangs is given up after 120 seconds without progress")
    func hanging() async throws {
        let fixture = try await StatsFixture(
            StatsRunTests.portal(), clock: LeapClock(patience: .seconds(1_000)))
        defer { fixture.remove() }
        fixture.portal.change {
            $0.atPage = { _ throws(Failure) in
                try? await Task.sleep(for: .seconds(3_600))
                throw .fatal("cancelled")
            }
        }
        let report = try await fixture.sync()
        #expect(report.outcome == .failed)
        #expect(report.error == "no progress for 120 s; given up")
    }

    @Test("A catalog run and a statistics run of one connection do not run at once")
    func oneAtATime() async throws {
        let fixture = try await StatsFixture(StatsRunTests.portal())
        defer { fixture.remove() }
        let other = try await fixture.again()
        let waited = Mutex(false)
        let (arrivals, arrived) = AsyncStream.makeStream(of: Void.self)
        let (releases, released) = AsyncStream.makeStream(of: Void.self)
        fixture.portal.change {
            $0.atPage = { number throws(Failure) in
                guard number == 1 else { return }
                arrived.yield()
                for await _ in releases { break }
            }
        }
        let first = Task { try await fixture.sync() }
        for await _ in arrivals { break }
        var request = SyncRequest()
        request.kinds = [.catalog]
        let results = try await other.host.sync(request) { _, kind, news in
            if case .waiting = news, kind == .catalog {
                waited.withLock { $0 = true }
                released.yield()
            }
        }
        #expect(results.map(\.report.outcome) == [.done])
        #expect(try await first.value.outcome == .done)
        #expect(waited.withLock { $0 })
        #expect(try await fixture.host.store.runs().map(\.kind) == ["catalog", "stats"])
    }
}
