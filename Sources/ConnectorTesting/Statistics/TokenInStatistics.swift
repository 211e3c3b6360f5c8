import ConnectorKit
import Model
import Sync
import Synchronization

extension ConformanceCase {
    static let statsToken = ConformanceCase(
        "stats-token", of: .stats,
        guarantee:
            "A token that is refused before its lifetime has ended is renewed in a run of statistics too.",
        method:
            "Between two undisturbed runs, each request of a run is answered once by 401; then all of them for good."
    ) { trial in
        try await trial.bench { bench in
            guard !bench.isOpen else { throw Skip("the service needs no token") }
            return try await bench.host { trial in
                let refusing = Mutex(Refusing())
                let tap = bench.tap { call in
                    refusing.withLock { $0.refuses(call) } ? .answer(HTTPResponse(status: 401)) : .pass
                }
                defer { tap.close() }
                let host = try await TestHost(bench, folder: trial.folder, network: tap)
                try await host.syncCatalog()
                let first = try await host.sync(.everything)
                try require(first.outcome == .done, "the first run ended as \"\(first.outcome.rawValue)\"")
                let attempts = try await host.storedAttempts()
                refusing.withLock { $0.mode = .once }
                let second = try await host.sync(.everything)
                let (refused, others) = refusing.withLock { ($0.refused.count, $0.others) }
                try require(
                    refused > 0 && others <= refused + 1,
                    "the provider fetches a token, and of the requests of its statistics \(refused) are `authorized` and "
                        + "\(others) are not, so that nobody can renew it")
                try require(
                    second.outcome == .done,
                    "a run whose \(refused) requests were refused once ended as \"\(second.outcome.rawValue)\""
                )
                try require(
                    try await host.storedAttempts() == attempts,
                    "after a run whose tokens were refused, the attempts are not those of the first")
                refusing.withLock { $0.mode = .always }
                let third = try await host.sync(.everything)
                try require(
                    third.outcome == .failed,
                    "a run whose every token was refused ended as \"\(third.outcome.rawValue)\"; "
                        + "\"failed\" would be right")
                return "\(refused) requests"
            }
        }
    }
}

/// Which requests are refused.
private struct Refusing {
    enum Mode { case never, once, always }

    var mode = Mode.never
    private(set) var refused: Set<String> = []
    /// How many requests were not `authorized`: they fetch a token.
    private(set) var others = 0

    mutating func refuses(_ call: Tap.Call) -> Bool {
        guard mode != .never else { return false }
        guard call.page != nil else {
            if mode == .once { others += 1 }
            return false
        }
        let key = call.request.url + String(decoding: call.request.body ?? [], as: UTF8.self)
        return mode == .always || refused.insert(key).inserted
    }
}
