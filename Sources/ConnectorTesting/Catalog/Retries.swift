import ConnectorKit

extension ConformanceCase {
    static let retries = ConformanceCase(
        "retries", of: .catalog,
        guarantee: "A listing outlives 429, 5xx and broken connections, and waits as long as it is asked to.",
        method:
            "Every request of a run fails once in each of these ways; "
            + "the pause before the next is measured on the host's clock."
    ) { trial in
        try await trial.bench { bench in
            let wanted = try await bench.undisturbed().courses
            for trouble in Trouble.passing {
                try await bench.host { host in
                    let run = try await host.sync { $0.attempt == 1 ? trouble.action : .pass }
                    let name = "a run whose every request met \(trouble.rawValue) once"
                    try run.requireDone(name)
                    try await host.courses().require(wanted, after: name)
                    if trouble == .rateLimit { try run.checkPauses() }
                }
            }
            return "\(Trouble.passing.count) faults at every request"
        }
    }
}

extension TrialRun {
    /// Between a request that was asked to wait and its repetition.
    fileprivate func checkPauses() throws {
        for call in calls where call.attempt == 2 {
            let first = calls.first {
                $0.attempt == 1 && $0.request.url == call.request.url && $0.request.body == call.request.body
            }
            guard let pause = first?.time.duration(to: call.time) else { continue }
            try require(
                pause >= .seconds(Trouble.retryAfter),
                "request \(call.number) was sent again after \(pause), "
                    + "where Retry-After named \(Trouble.retryAfter) s"
            )
        }
    }
}
