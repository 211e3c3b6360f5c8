import ConnectorKit
import Foundation
import OAIPMHSimulator
import Synchronization
import Transport
import TestSupport

/// A repository that is being served, and a client for it.
struct RepositorySite: Sendable {
    let repository: OAIRepository
    let url: String
    let client = CurlClient()

    init(_ repository: OAIRepository, _ site: RunningSimulator) {
        self.repository = repository
        url = site.settings.first { $0.name == "url" }?.value ?? ""
    }

    /// Serves a repository on a free port while the body runs.
    @discardableResult
    static func with<Value: Sendable>(
        _ repository: OAIRepository, _ body: @escaping @Sendable (RepositorySite) async throws -> Value
    ) async throws -> Value {
        try await served(by: { try await repository.serve(ready: $0) }) { site in
            try await body(RepositorySite(repository, site))
        }
    }

    /// Sends a query and returns the text of the response.
    func get(_ query: String) async throws -> String {
        let response = try await client.send(HTTPRequest(.get, url + "?" + query, authorized: false))
        return String(decoding: response.body, as: UTF8.self)
    }
}

extension OAIRepository {
    /// A repository with a fixed clock, without awkward records unless requested.
    convenience init(
        items: Int, clock: TestDate = TestDate(), _ change: (inout Options) -> Void = { _ in }
    ) {
        var options = Options()
        options.items = items
        options.awkward = false
        change(&options)
        self.init(options, now: { clock.now })
    }
}

extension String {
    /// Returns the text between the first two marks.
    func between(_ start: String, _ end: String) -> String? {
        guard let from = range(of: start)?.upperBound,
            let to = range(of: end, range: from..<endIndex)?.lowerBound
        else { return nil }
        return String(self[from..<to])
    }
}
