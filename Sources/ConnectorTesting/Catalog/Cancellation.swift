import Model
import ConnectorKit
import Host
import Store
import Sync

extension ConformanceCase {
    static let cancellation = ConformanceCase(
        "cancellation", of: .catalog,
        guarantee: "A run that is cancelled ends at once, as interrupted, and asks for nothing more.",
        method: "Each request of a run in turn gets no answer, and the run is cancelled while it waits."
    ) { trial in
        try await trial.bench { bench in
            let requests = try await bench.undisturbed().run.calls.count
            for number in 1...requests {
                try await bench.host { host in
                    guard let run = try await host.syncStopped(at: number) else { return }
                    try require(
                        run.report.outcome == .interrupted,
                        "a run that was cancelled during request \(number) \(run.ending); "
                            + "\"interrupted\" would be right")
                }
            }
            return "\(requests) requests"
        }
    }
}
