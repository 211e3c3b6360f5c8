import Model
import ConnectorKit
import Host
import Store
import Sync

extension ConformanceCase {
    static let errorMix = ConformanceCase(
        "error-mix", of: .catalog,
        guarantee: "However the faults are mixed, every numbered item arrives, and none is counted twice.",
        method: "Two runs of each of four seeded mixtures, in which a request fails up to three times."
    ) { trial in
        try await trial.bench { bench in
            let wanted = try await bench.undisturbed().courses
            // A second run may list only what changed.
            let rows = try await bench.host { host in
                [try await host.sync().report.counters.seen, try await host.sync().report.counters.seen]
            }
            for seed in UInt64(1)...4 {
                try await bench.host { host in
                    for (run, rows) in zip(["first", "second"], rows) {
                        let name = "the \(run) run of mixture \(seed)"
                        let run = try await host.sync { call in
                            Mixture(seed: seed, call, isOpen: bench.isOpen).action
                        }
                        try run.requireDone(name)
                        try await host.courses().require(wanted, after: name)
                        let seen = run.report.counters.seen
                        try require(
                            seen == rows, "\(name) counted \(seen) rows, and an undisturbed run \(rows)")
                    }
                }
            }
            return "4 mixtures"
        }
    }
}

/// What happens to one request of a mixture: the same for the same numbers.
private struct Mixture {
    let action: Tap.Action

    init(seed: UInt64, _ call: Tap.Call, isOpen: Bool) {
        var random = SeededRandom(seed: seed, call.number)
        // What cannot be read uses up the attempts of a page: so may a token, and what is asked before a
        // first page, which cannot be told from it if there are no tokens.
        let isCured = call.page == nil || isOpen && call.attempt > 1
        let troubles = isCured ? Trouble.passing : Trouble.allCases
        let fails = call.attempt <= 3 && random.chance(50)
        action = fails ? random.pick(troubles).action : .pass
    }
}
