import Model
import ConnectorKit
import Host
import Store
import Sync

extension ConformanceCase {
    static let earlyEnd = ConformanceCase(
        "early-end", of: .catalog,
        guarantee: "An empty page before the end is no end: nothing is archived for it.",
        method:
            "After a first run, a second one is answered by a simulator whose page is empty "
            + "and has no successor, though more follow."
    ) { trial in
        let tried = try await trial.bench { bench in
            let (wanted, reference) = try await bench.undisturbed()
            let isFull = try await bench.listsChanges()
            let isEstimated = try await bench.listing().isTotalEstimated
            for page in 2..<max(3, reference.pages) {
                try await trial.bench(faults: ["empty@page\(page)"]) { short in
                    try await bench.host { host in
                        try await host.sync().requireDone("undisturbed, the run")
                        let name = "a run whose page \(page) was empty"
                        let run = try await host.over(short).sync(full: isFull)
                        let (seen, rows) = (run.report.counters.seen, reference.report.counters.seen)
                        if isEstimated, run.wasTakenForComplete, seen < rows {
                            throw Skip(
                                "its totals are estimates and an empty page has its end mark, so it ends there"
                            )
                        }
                        // Where the service has no total, a provider may see more by asking again.
                        try require(
                            !run.wasTakenForComplete || seen == rows,
                            "\(name) \(run.ending) after \(seen) of \(rows) rows")
                        try require(
                            seen < rows || run.calls.count > reference.calls.count,
                            "the simulator took the fault empty@page\(page), and no page was empty")
                        try await host.courses().require(wanted, after: name)
                        try await host.sync().requireDone("the run after it")
                        try await host.courses().require(wanted, after: "the run after it")
                    }
                }
            }
            return max(3, reference.pages) - 2
        }
        return "each of \(tried) pages"
    }
}

extension TrialHost {
    /// The same host, whose requests another site answers.
    fileprivate func over(_ other: Bench) -> TrialHost {
        TrialHost(
            bench: Bench(
                provider: bench.provider, settings: bench.settings, site: bench.site,
                network: Detour(from: bench.site.url, to: other.site.url, network: other.network),
                patience: bench.patience, isOpen: bench.isOpen, stores: bench.stores),
            folder: folder)
    }
}

/// Sends to one site what is meant for another, so that the connection stays the same.
private struct Detour: HTTPClient {
    let from: String
    let to: String
    let network: any HTTPClient

    init(from: String, to: String, network: any HTTPClient) {
        (self.from, self.to, self.network) = (from, to, network)
    }

    func send(_ request: HTTPRequest) async throws(Failure) -> HTTPResponse {
        var request = request
        if request.url.hasPrefix(from) { request.url = to + request.url.dropFirst(from.count) }
        return try await network.send(request)
    }
}
