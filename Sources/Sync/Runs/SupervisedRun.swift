import ConfigurationFiles
import ConnectorKit
import FoundationEssentials
import Model
import Runtime
import Store

/// One run over a connection, with what every run has: a session, a record, and a limit to its time.
struct SupervisedRun: Sendable {
    let context: RunContext
    let connection: ConfiguredConnection
    let id: ConnectionID
    let session: ProviderSession
    /// The store under the lease of the connection.
    let leased: LeasedStore
    let progress: @Sendable (RunProgress) -> Void

    /// How often a listing begins again within one run.
    static let restarts = 3

    var store: Store { leased.store }
    /// The connection as its provider is given it.
    var client: Connection { session.connection(connection.settings) }
    var pageRetry: PageRetry {
        PageRetry(
            clock: context.environment.clock, isRefused: { [session] in session.isRefused }, progress: report)
    }

    /// Reports progress, without secrets that a provider's message may hold.
    @Sendable func report(_ news: RunProgress) {
        progress(news.mapReason { session.hidingSecrets($0).clipped })
    }

    /// Runs a body and records what it came to. If the store fails on the way, the report says so.
    ///
    /// - Throws: ``StoreError`` if no record could be begun.
    func run(
        _ kind: RunKind, _ body: (Watchdog, inout RunReport) async throws(StoreError) -> Void
    ) async throws(StoreError) -> RunReport {
        let started = context.now
        let run = try await leased.beginRun(
            kind: kind.rawValue, provider: connection.provider.descriptor.id, connection: id,
            groups: connection.deployments.map(\.group), at: started)
        progress(.began(run))
        var report = RunReport(id: run, kind: kind, started: started)
        let watchdog = Watchdog(context.environment.clock)
        do throws(StoreError) {
            try await watchdog.watching(session.givenUp) { () async throws(StoreError) in
                try await body(watchdog, &report)
            }
        } catch { report.fail(error) }
        (report.counters.requests, report.counters.bytes) = session.traffic
        report.error = report.error.map { session.hidingSecrets($0).clipped }
        report.remarks = report.remarks.map { session.hidingSecrets($0).clipped }
        report.finished = context.now
        do throws(StoreError) {
            try await leased.finishRun(
                run, at: report.finished, outcome: report.outcome, error: report.error,
                remarks: report.remarks, counters: report.counters,
                seconds: report.finished.timeIntervalSince(started))
        } catch {
            // The next run closes the record.
            report.fail(error)
        }
        return report
    }
}
