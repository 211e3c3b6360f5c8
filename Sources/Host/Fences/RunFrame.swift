import Model
import ConnectorKit
import Foundation
import Store

/// What every run over a connection has about it: a time it may take, and a record.
struct RunFrame: Sendable {
    let store: Store
    let clock: any Clock<Duration>
    /// Today's time, for records.
    let now: @Sendable () -> Date
    let line: Line

    /// Runs a body, and records what it came to; where the store fails on the way, the report says so.
    func run(
        _ report: RunReport, _ body: (Watchdog, inout RunReport) async throws(StoreError) -> Void
    ) async -> RunReport {
        var report = report
        let watchdog = Watchdog(clock)
        do throws(StoreError) {
            try await watchdog.watching(line.givenUp) { () async throws(StoreError) in
                try await body(watchdog, &report)
            }
        } catch { report.fail(error) }
        (report.counters.requests, report.counters.bytes) = line.traffic
        report.error = report.error.map { line.hidingSecrets($0).clipped }
        do throws(StoreError) { try await store.finish(&report, at: now()) } catch {
            // The record of the run is then the next run's to close.
            report.fail(error)
        }
        return report
    }
}
