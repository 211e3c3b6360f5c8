import ConnectorKit

extension ConformanceCase {
    static let crash = ConformanceCase(
        "crash", of: .catalog,
        guarantee: "Wherever a run is stopped, the next one ends where an undisturbed one would have.",
        method:
            "A run is stopped at each of its requests, that is after every commit; "
            + "another host goes on in the same folder."
    ) { trial in
        try await trial.bench { bench in
            let (wanted, reference) = try await bench.undisturbed()
            for number in 1...reference.calls.count {
                try await bench.host { host in
                    _ = try await host.syncStopped(at: number)
                    let name = "the run after one that was stopped at request \(number)"
                    try await host.sync().requireDone(name)
                    try await host.courses().require(wanted, after: name)
                }
            }
            return "\(reference.calls.count) requests"
        }
    }
}
