import ConnectorKit
import Foundation
import Host
import Model
import Runtime
import Store
import Sync
import Synchronization

/// A host with a folder of its own. Every sync opens it anew, as another process would.
struct TrialHost: Sendable {
    let bench: Bench
    let folder: URL

    /// Syncs the catalog through a tap.
    ///
    /// - Parameter full: whether everything is listed, even if what changed would be enough.
    func sync(full: Bool = false, _ script: @escaping Tap.Script = { _ in .pass }) async throws -> TrialRun {
        let clock = JumpClock()
        let tap = bench.tap(clock: clock, script: script)
        defer { tap.close() }
        return try await sync(over: tap, clock: clock, full: full)
    }

    /// Syncs the catalog over a tap that somebody else closes.
    func sync(over tap: Tap, clock: JumpClock, full: Bool = false) async throws -> TrialRun {
        let host = try await open(over: tap, clock: clock)
        let notes = Mutex<[String]>([])
        var request = SyncRequest(kinds: [.catalog])
        request.full = full
        let results = try await host.sync(request) { _, _, progress in
            notes.withLock { $0.append("\(progress)") }
        }
        guard let result = results.first else { throw Violation("the host ran nothing") }
        return TrialRun(
            report: result.report, skipped: try await host.store.skippedItems(of: result.report.id),
            notes: notes.withLock { $0 }, calls: tap.calls,
            revision: try await host.store.revision(of: result.id))
    }

    /// All courses, archived ones included.
    func courses() async throws -> Courses {
        try await Courses(in: open(over: bench.network, clock: JumpClock()).store, group: TestHost.group)
    }

    private func open(over network: any HTTPClient, clock: JumpClock) async throws -> HostRuntime {
        let environment = HostEnvironment(
            network: { _ in Network(client: network) }, clock: clock,
            now: { Date(timeIntervalSince1970: 1_800_000_000) },
            randomText: { "salt" }, randomFraction: { 0 })
        return try await TestHost(
            bench.provider, bench.settings, bench.stores, folder: folder, environment: environment
        ).runtime
    }
}

/// What a sync came to.
struct TrialRun: Sendable {
    let report: RunReport
    let skipped: [SkippedItem]
    /// What was told on the way.
    let notes: [String]
    let calls: [Tap.Call]
    let revision: Int64

    /// How many different pages were asked for.
    var pages: Int { calls.compactMap(\.page).max() ?? 0 }

    /// Its outcome, for a message.
    var ending: String {
        "ended as \"\(report.outcome.rawValue)\"" + (report.error.map { " (\($0))" } ?? "")
    }

    /// Whether the host archived what it did not see, or would have but for its share.
    var wasTakenForComplete: Bool { [.done, .held].contains(report.outcome) }

    /// - Parameter which: the run, as a message names it.
    func requireDone(_ which: String) throws {
        guard report.outcome != .done else { return }
        throw Violation(
            "\(which) \(ending); \"done\" would be right", cause: report.error.map { .contract($0) })
    }
}
