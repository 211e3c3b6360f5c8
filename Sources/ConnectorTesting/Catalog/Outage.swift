import ConnectorKit
import Host
import Store
import Sync

extension ConformanceCase {
    static let outage = ConformanceCase(
        "outage", of: .catalog,
        guarantee: "A listing that breaks off for good is never taken for complete, and archives nothing.",
        method:
            "After a first run, the service is gone from each request of a second one on; "
            + "a third run completes."
    ) { trial in
        try await trial.bench { bench in
            try await bench.host { host in
                let first = try await host.sync()
                try first.requireDone("undisturbed, the run")
                let wanted = try await host.courses()
                var requests = 0
                for isFull in try await bench.listsChanges() ? [true, false] : [false] {
                    let count = try await host.sync(full: isFull).calls.count
                    for number in 1...count {
                        let name = "a run whose service was gone from request \(number) of \(count) on"
                        let run = try await host.sync(full: isFull) {
                            $0.number < number ? .pass : .fail(.transient("the service is gone"))
                        }
                        try require(!run.wasTakenForComplete, "\(name) \(run.ending)")
                        try require(run.report.error?.isEmpty == false, "\(name) did not say why it ended")
                        try await host.courses().require(wanted, after: name)
                    }
                    requests += count
                }
                try await host.sync().requireDone("with the service back, the run")
                try await host.courses().require(wanted, after: "the service came back")
                return "\(requests) requests"
            }
        }
    }
}
