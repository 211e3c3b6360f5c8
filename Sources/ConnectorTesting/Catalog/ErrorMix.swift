import Model
import ConnectorKit
import Host
import Store

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
            for seed in 1...4 {
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

    init(seed: Int, _ call: Tap.Call, isOpen: Bool) {
        // Steele, Lea and Flood's SplitMix64: neighbouring numbers give unrelated draws.
        var word = UInt64(truncatingIfNeeded: seed) &* 0x9E37_79B9_7F4A_7C15
        word = (word ^ UInt64(truncatingIfNeeded: call.number)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        word ^= word >> 31
        // What cannot be read uses up the attempts of a page: so may a token, and what is asked before a
        // first page, which cannot be told from it where there are no tokens.
        let isCured = call.page == nil || isOpen && call.attempt > 1
        let troubles = isCured ? Trouble.passing : Trouble.allCases
        let fails = call.attempt <= 3 && word % 2 == 0
        action = fails ? troubles[Int((word >> 8) % UInt64(troubles.count))].action : .pass
    }
}
