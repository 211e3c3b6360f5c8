import Foundation
import Logging
import Store

extension Telemetry {
    func began(_ kind: RunKind, of connection: ConnectionID, provider: String, groups: [String]) {
        logger.debug(
            "\(kind.rawValue) of \(connection.name) (\(provider)) begins",
            metadata: [
                "kind": "\(kind.rawValue)", "connection": "\(connection.name)", "provider": "\(provider)",
                "groups": .array(groups.map { "\($0)" }),
            ])
    }

    /// Counts a run that ended, and logs it: what a person should look at as a warning.
    func ended(_ run: Run) {
        guard let outcome = run.outcome else { return }
        let labels = [("kind", run.kind), ("provider", run.provider)]
        MetricFamily.runs.add(1, labels + [("outcome", outcome.rawValue)], to: metrics)
        MetricFamily.runSeconds.observe(seconds: run.seconds, labels, in: metrics)
        MetricFamily.itemsSeen.add(run.counters.seen, labels, to: metrics)
        MetricFamily.itemsSkipped.add(run.counters.skipped, labels, to: metrics)
        logger.log(
            level: outcome.level, "\(run.subject): \(outcome.rawValue)\(run.error.map { ": \($0)" } ?? "")",
            metadata: run.metadata)
    }
}

extension Run {
    fileprivate var subject: String {
        connection == .every ? "\(kind) to \(provider)" : "\(kind) of \(connection.name) (\(provider))"
    }

    fileprivate var metadata: Logger.Metadata {
        var metadata: Logger.Metadata = [
            "run": "\(id.number)", "kind": "\(kind)", "provider": "\(provider)",
            "connection": "\(connection.name)", "groups": .array(groups.map { "\($0)" }),
            "seconds": .stringConvertible(seconds), "seen": .stringConvertible(counters.seen),
            "created": .stringConvertible(counters.created), "updated": .stringConvertible(counters.updated),
            "archived": .stringConvertible(counters.archived),
            "unarchived": .stringConvertible(counters.unarchived),
            "skipped": .stringConvertible(counters.skipped),
            "requests": .stringConvertible(counters.requests), "bytes": .stringConvertible(counters.bytes),
        ]
        metadata["outcome"] = outcome.map { "\($0.rawValue)" }
        metadata["error"] = error.map { "\($0)" }
        return metadata
    }
}

extension Run.Outcome {
    fileprivate var level: Logger.Level {
        switch self {
        case .done: .info
        case .interrupted: .notice
        case .incomplete, .held, .failed, .rateLimited: .warning
        }
    }
}
