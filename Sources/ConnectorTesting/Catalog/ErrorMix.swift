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
            let (wanted, reference) = try await bench.undisturbed()
            for seed in 1...4 {
                try await bench.host { host in
                    for name in ["first", "second"].map({ "the \($0) run of mixture \(seed)" }) {
                        let run = try await host.sync { call in
                            Mixture(seed: seed, call).action
                        }
                        try run.requireDone(name)
                        try await host.courses().require(wanted, after: name)
                        let (seen, rows) = (run.report.counters.seen, reference.report.counters.seen)
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

    init(seed: Int, _ call: Tap.Call) {
        // Steele, Lea and Flood's SplitMix64: neighbouring numbers give unrelated draws.
        var word = UInt64(truncatingIfNeeded: seed) &* 0x9E37_79B9_7F4A_7C15
        word = (word ^ UInt64(truncatingIfNeeded: call.number)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        word ^= word >> 31
        // A token that cannot be read would use up the attempts of the page it is for.
        let troubles = call.page == nil ? Trouble.passing : Trouble.allCases
        let fails = call.attempt <= 3 && word % 2 == 0
        action = fails ? troubles[Int((word >> 8) % UInt64(troubles.count))].action : .pass
    }
}
