import Model
import ConnectorKit
import Host
import Store
import Sync

extension ConformanceCase {
    static let secondRun = ConformanceCase(
        "second-run", of: .catalog,
        guarantee: "A second run over an unchanged catalog changes nothing.",
        method: "A host syncs twice, and the second run's counters and the store's revision are read."
    ) { trial in
        try await trial.bench { bench in
            try await bench.host { host in
                let first = try await host.sync()
                try first.requireDone("undisturbed, the run")
                let wanted = try await host.courses()
                let second = try await host.sync()
                try second.requireDone("the second run")
                let counters = second.report.counters
                let writes = [
                    ("created", counters.created), ("updated", counters.updated),
                    ("archived", counters.archived), ("unarchived", counters.unarchived),
                ].filter { $0.1 > 0 }.map { "\($0.0) \($0.1)" }
                try require(
                    writes.isEmpty,
                    "the second run \(writes.joined(separator: ", ")) courses; none would be right"
                )
                try require(second.revision == first.revision, "the second run wrote items anew")
                let (seen, rows) = (counters.seen, first.report.counters.seen)
                let isShorter = try await bench.listsChanges() && seen < rows
                try require(
                    seen == rows || isShorter, "the second run saw \(seen) rows, and the first \(rows)")
                try await host.courses().require(wanted, after: "the second run")
                return "\(counters.unchanged) unchanged"
            }
        }
    }
}
