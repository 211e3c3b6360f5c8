import Model
import ConnectorKit
import Host
import Store
import Sync

extension ConformanceCase {
    static let tokenRefresh = ConformanceCase(
        "token-refresh", of: .catalog,
        guarantee: "A token that is refused half-way is renewed, and the listing goes on.",
        method: "Each page in turn is answered once by 401; then all of them for good."
    ) { trial in
        try await trial.bench { bench in
            do {
                let token = try await bench.provider.accessToken(
                    Connection(settings: bench.settings, client: bench.network))
                guard token != nil else { throw Skip("the service needs no token") }
            } catch let failure as Failure {
                throw Violation("no token could be had: \(failure)")
            }
            let (wanted, reference) = try await bench.undisturbed()
            try require(
                reference.pages > 0,
                "the provider fetches a token, and no request of its listing is `authorized`, "
                    + "so that nobody can renew it"
            )
            let fetches = reference.calls.count { $0.page == nil }
            // A token that is one of the settings is had, and had again, without a request.
            let renewals = fetches == 0 ? 0 : 1
            for page in 1...reference.pages {
                try await bench.host { host in
                    let run = try await host.sync {
                        $0.page == page && $0.attempt == 1 ? .answer(HTTPResponse(status: 401)) : .pass
                    }
                    let name = "a run whose token was refused at page \(page)"
                    try run.requireDone(name)
                    try await host.courses().require(wanted, after: name)
                    let more = run.calls.count { $0.page == nil } - fetches
                    try require(
                        more == renewals,
                        "\(name) fetched \(more) new tokens; \(renewals == 1 ? "one" : "none") would be right"
                    )
                }
            }
            try await bench.host { host in
                let run = try await host.sync { $0.page == nil ? .pass : .answer(HTTPResponse(status: 401)) }
                try require(
                    run.report.outcome == .failed,
                    "a run whose every token was refused \(run.ending); \"failed\" would be right")
            }
            return "each of \(reference.pages) pages"
        }
    }
}
