import ConfigurationFiles
import ConnectorKit
import Logging
package import Model
import Store

extension Telemetry {
    /// Counts a run that ended, and logs it: what a person should look at as a warning.
    package func ended(_ run: Run) {
        guard let outcome = run.outcome else { return }
        let labels = [("kind", run.kind), ("provider", run.provider)]
        MetricFamily.runs.add(1, labels + [("outcome", outcome.rawValue)], to: metrics)
        MetricFamily.runSeconds.observe(seconds: run.seconds, labels, in: metrics)
        MetricFamily.itemsSeen.add(run.counters.seen, labels, to: metrics)
        MetricFamily.itemsSkipped.add(run.counters.skipped, labels, to: metrics)
        logger.log(
            level: outcome.level, "\(run.subject): \(run.ending(outcome))",
            metadata: run.metadata)
    }
}

extension Run {
    fileprivate var subject: String {
        connection == .every ? "\(kind) to \(provider)" : "\(kind) of \(connection.name) (\(provider))"
    }

    /// The outcome with its reason, which may begin with the outcome itself.
    fileprivate func ending(_ outcome: Outcome) -> String {
        guard let error else { return outcome.rawValue }
        return error.hasPrefix(outcome.rawValue) ? error : "\(outcome.rawValue): \(error)"
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
