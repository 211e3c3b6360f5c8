package import ConfigurationFiles
import ConnectorKit
import FoundationEssentials
package import Model

/// What one run of a sync came to.
package struct SyncResult: Sendable {
    package let connection: ConfiguredConnection
    package let id: ConnectionID
    package internal(set) var report: RunReport

    /// Adds what edited files changed, for a rehearsal that applies them together with the run.
    package mutating func add(_ changes: StandingChanges) { report.add(changes) }

    /// Whether `runs` will show the run.
    package var isRecorded: Bool { report.id != .unrecorded }

    /// The run as `runs` shows it; a dry run leaves no other record.
    package var record: Run {
        Run(
            id: report.id, kind: report.kind.rawValue, provider: connection.provider.descriptor.id,
            connection: id, groups: connection.deployments.map(\.group), started: report.started,
            finished: report.finished, outcome: report.outcome, error: report.error,
            remarks: report.remarks, counters: report.counters,
            seconds: report.finished.timeIntervalSince(report.started))
    }
}

/// Reports the progress of a sync: the connection at work, what is read, and how far that is.
package typealias SyncProgress = @Sendable (ConfiguredConnection, RunKind, RunProgress) -> Void
