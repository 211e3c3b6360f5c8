import ConnectorKit
import Foundation
import OAIPMHSimulator
import Synchronization
import Transport

/// A repository that is being served, and a client for it.
struct RepositorySite: Sendable {
    let repository: OAIRepository
    let url: String
    let client = CurlClient()

    init(_ repository: OAIRepository, _ site: SimulatorSite) {
        self.repository = repository
        url = site.settings.first { $0.name == "url" }?.value ?? ""
    }

    /// Serves a repository on a free port while the body runs.
    @discardableResult
    static func with<Value: Sendable>(
        _ repository: OAIRepository, _ body: @escaping @Sendable (RepositorySite) async throws -> Value
    ) async throws -> Value {
        let (sites, ready) = AsyncStream<SimulatorSite>.makeStream()
        return try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask {
                try await repository.serve { ready.yield($0) }
                return nil
            }
            group.addTask {
                for await site in sites { return try await body(RepositorySite(repository, site)) }
                return nil
            }
            defer { group.cancelAll() }
            while let value = try await group.next() {
                if let value { return value }
            }
            throw CancellationError()
        }
    }

    /// Asks, and answers with the text.
    func get(_ query: String) async throws -> String {
        let response = try await client.send(HTTPRequest(.get, url + "?" + query, authorized: false))
        return String(decoding: response.body, as: UTF8.self)
    }
}

extension OAIRepository {
    /// A repository on a clock that stands still, none of its records awkward unless asked for.
    convenience init(
        items: Int, clock: StandingClock = StandingClock(), _ change: (inout Options) -> Void = { _ in }
    ) {
        var options = Options()
        options.items = items
        options.awkward = false
        change(&options)
        self.init(options, now: clock.now)
    }
}

/// A clock that stands still until it is told: 2027-01-15T08:00:00Z.
final class StandingClock: Sendable {
    private let time = Mutex(Date(timeIntervalSince1970: 1_800_000_000))

    var now: @Sendable () -> Date { { self.time.withLock { $0 } } }

    func advance(by seconds: TimeInterval) { time.withLock { $0 += seconds } }
}

extension String {
    /// What stands between the first two marks.
    func between(_ start: String, _ end: String) -> String? {
        guard let from = range(of: start)?.upperBound,
            let to = range(of: end, range: from..<endIndex)?.lowerBound
        else { return nil }
        return String(self[from..<to])
    }
}
