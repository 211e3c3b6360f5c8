import ConnectorKit
import Foundation
package import Model
import Store

extension SyncResult {
    /// Whether `runs` will show the run.
    package var isRecorded: Bool { report.id != .unrecorded }

    /// The run as `runs` will show it; of a dry run nothing is kept, so this is all there is.
    package var record: Run {
        Run(
            id: report.id, kind: report.kind.rawValue, provider: connection.provider.descriptor.id,
            connection: id,
            groups: connection.deployments.map(\.group), started: report.started, finished: report.finished,
            outcome: report.outcome, error: report.error, counters: report.counters,
            seconds: report.finished.timeIntervalSince(report.started))
    }
}
