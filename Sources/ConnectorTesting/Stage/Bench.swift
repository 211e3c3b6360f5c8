import ConnectorKit
import Foundation
import Transport

/// A provider with the service before it: the way to list by hand, and to set up hosts.
struct Bench: Sendable {
    let provider: any CatalogProvider
    let settings: Settings
    let site: RunningSimulator
    let network: any HTTPClient
    let patience: Duration
    /// Whether the service needs no token, so that each request counts as one for a page.
    let isOpen: Bool
    let stores: HostStores
    /// What statistics are asked for; nil for what the catalog lists then.
    var contents: [String]?

    /// The network, tapped.
    func tap(clock: JumpClock = JumpClock(), script: @escaping Tap.Script) -> Tap {
        Tap(network, clock: clock, isOpen: isOpen, script: script)
    }

    /// A connection with a token of its own, without a host's retries.
    ///
    /// - Parameter ahead: seconds by which its clock differs from this machine's.
    func connection(
        over network: (any HTTPClient)? = nil, settings: Settings? = nil, ahead: TimeInterval = 0
    ) -> Connection {
        let network = network ?? self.network
        let settings = settings ?? self.settings
        let tokens = TokenCaches { [provider] audience async throws(Failure) -> AccessToken? in
            try await provider.accessToken(
                audience: audience, Connection(settings: settings, client: network))
        }
        return Connection(
            settings: settings, client: AuthorizedClient(network, tokens: tokens),
            clock: { Date().addingTimeInterval(ahead) })
    }

    /// The page after a checkpoint.
    ///
    /// - Throws: ``Violation`` if there is none.
    func page(after checkpoint: Checkpoint?, over connection: Connection) async throws -> CatalogPage {
        do {
            switch try await provider.page(PageRequest(after: checkpoint), of: connection) {
            case .page(let page): return page
            case .unchanged:
                throw Violation("a page was answered as unchanged, though nothing was known of it")
            case .checkpointRefused(let reason):
                throw Violation("a checkpoint of its own was refused: \(reason)")
            }
        } catch let failure as Failure {
            throw Violation("a page could not be had: \(failure)", cause: failure)
        }
    }

    /// Everything from a checkpoint to the end, undisturbed.
    func listing(
        after checkpoint: Checkpoint? = nil, over connection: Connection? = nil
    ) async throws -> Listing {
        let connection = connection ?? self.connection()
        var listing = Listing()
        var next = checkpoint
        while true {
            let page = try await page(after: next, over: connection)
            listing.pages.append(page)
            next = page.isLast ? nil : page.next
            if next == nil { return listing }
            try require(
                listing.pages.count < 1_000, "the listing had no end: 1,000 pages and no end mark")
        }
    }

    /// Whether a second listing has only what changed, unless everything is asked for.
    func listsChanges() async throws -> Bool { try await listing().pages.last?.mark != nil }

    /// What the provider makes of an item; nil if it refuses it.
    func learningObject(_ item: RawItem) -> LearningObject? {
        guard let document = try? provider.document(of: item, settings: settings) else { return nil }
        return try? provider.mapping(settings).learningObject(from: document)
    }

    /// Runs a body with a host whose folder is new, and removed afterwards.
    func host<Value: Sendable>(_ body: (TrialHost) async throws -> Value) async throws -> Value {
        try await stores.withFolder { try await body(TrialHost(bench: self, folder: $0)) }
    }

    /// The courses an undisturbed run comes to, and that run.
    func undisturbed() async throws -> (courses: Courses, run: TrialRun) {
        try await host { host in
            let run = try await host.sync()
            try run.requireDone("undisturbed, the run")
            return (try await host.courses(), run)
        }
    }
}

/// The pages of one listing.
struct Listing: Sendable {
    var pages: [CatalogPage] = []

    var rows: Int { pages.reduce(0) { $0 + $1.rows } }
    var items: [RawItem] { pages.flatMap(\.items) }
    var total: Int? { pages.last?.total }
    var isTotalEstimated: Bool { pages.last?.isTotalEstimated ?? false }
}
