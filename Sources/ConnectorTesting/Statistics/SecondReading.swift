import Model
import ConnectorKit
import Host
import Store
import Sync

extension ConformanceCase {
    static let secondReading = ConformanceCase(
        "second-reading", of: .stats,
        guarantee: "Reading unchanged statistics again changes no attempt, and reading changes finds none.",
        method:
            "A host reads everything twice, and then what changed; the counters of its runs and the attempts "
            + "are compared."
    ) { trial in
        try await trial.bench { bench in
            try await bench.host { trial in
                let host = try await TestHost(bench, folder: trial.folder)
                try await host.syncCatalog()
                let first = try await host.sync(.everything)
                try require(first.outcome == .done, "the first run ended as \"\(first.outcome.rawValue)\"")
                let attempts = try await host.storedAttempts()
                try require(!attempts.isEmpty, "the first run made no attempt of the simulator's enrolments")
                for (name, reading) in [("second", StatsReading.everything), ("third", .changes)] {
                    let run = try await host.sync(reading)
                    try require(run.outcome == .done, "the \(name) run ended as \"\(run.outcome.rawValue)\"")
                    try require(
                        run.counters.created + run.counters.updated == 0,
                        "the \(name) run created \(run.counters.created) and updated "
                            + "\(run.counters.updated) attempts; none would be right")
                    try require(
                        try await host.storedAttempts() == attempts,
                        "after the \(name) run the attempts are not those of the first")
                }
                return "\(attempts.count) attempts"
            }
        }
    }
}
