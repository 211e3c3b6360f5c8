package import Foundation
package import SimulatorSupport
import Synchronization

/// A Go1 portal that exists in memory: both generations of the API over one library.
///
/// Serve it with ``serve(port:logger:ready:)``; change it while it serves with the controls below.
package final class Go1Portal: Sendable {
    /// What the portal holds and how it behaves.
    package struct Options: Sendable {
        /// How many items the published Library holds; the portal has some more outside of it.
        package var items = 1_000
        /// The same seed gives the same data, cursors, tokens and faults.
        package var seed: UInt64 = 1
        /// Whether ``AwkwardItem/all`` are in the Library, as far as it reaches.
        package var awkward = true
        package var faults: [FaultRule<Fault>] = []
        /// Whether pages are written once and kept.
        package var prerendered = false
        /// Seconds; 12 hours at Go1 (reference/go1-api-facts.md 1).
        package var tokenLifetime: TimeInterval = 43_200
        package var scrollEnd = ScrollEnd.emptyPage
        /// How long a slow answer is held back.
        package var slowness = Duration.seconds(2)
        package var clientID = "go1-sandbox"
        package var secret = "go1-sandbox-secret"
        /// Where learners would play the content.
        package var portalURL = "https://sandbox.mygo1.com"

        /// How many enrolments there are, parts of courses included, and how many accounts; nil makes the
        /// accounts fit the enrolments.
        package var enrolments = 0
        package var accounts: Int?
        /// A second in which very many enrolments were updated.
        package var crowd: Crowd?
        /// How many enrolments a listing by offset reaches (reference/go1-api-facts.md 3).
        package var enrolmentReach = GatewayParameters.offsetLimit
        /// Whether totals stop at ``enrolmentReach``: "the total number of retrievable results" may mean
        /// that.
        package var capsTotals = false
        package var delivery = Delivery()
        /// How often something is learned while it serves; nil for never.
        package var activity: Duration?
        /// Whether the portal may offer its content to Go1's network.
        package var isPartner = false

        package init() {}
    }

    /// Enrolments that share a second.
    package struct Crowd: Sendable {
        /// How many of the first ones.
        package var count: Int
        /// Seconds since 1970.
        package var second: Int64

        package init(count: Int, second: Int64 = 1_717_243_200) {
            self.count = count
            self.second = second
        }
    }

    /// How a scroll of v2 ends. No source says, so both are to be had.
    package enum ScrollEnd: Sendable {
        /// Every page has a scroll id, and after the last item comes a page without items.
        case emptyPage
        /// The page with the last item has no scroll id.
        case noCursor
    }

    package let options: Options
    let now: @Sendable () -> Date
    let pause: @Sendable (Duration) async throws -> Void
    let store = PageStore()
    let post: @Sendable (String, [String: String], [UInt8]) async -> Int?
    let courier = Courier()
    let eventCount = Atomic<Int>(0)
    let state: Mutex<State>
    let learning: Mutex<Learning>
    let book: Mutex<WebhookBook>

    struct State: Sendable {
        var library: Library
        var cursors: Cursors
        var tokens: Tokens
        var dice: FaultDice<Fault>
        var listings = ListingCache()
        var requests: [LoggedRequest] = []
        var requestCount = 0
    }

    /// - Parameters:
    ///   - now: the clock by which tokens and cursors lapse.
    ///   - pause: waits before a slow answer, another attempt of a call, and a learner's next deed.
    ///   - post: calls a webhook's address with header fields and a body, and returns the answer's status, or
    ///     nil where there was none; over plain HTTP where nothing else is given.
    package init(
        _ options: Options = Options(), now: @escaping @Sendable () -> Date = { Date() },
        pause: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) },
        post: (@Sendable (String, [String: String], [UInt8]) async -> Int?)? = nil
    ) {
        self.options = options
        self.now = now
        self.pause = pause
        self.post = post ?? PlainCall.post
        learning = Mutex(Learning(options))
        book = Mutex(WebhookBook(seed: options.seed))
        state = Mutex(
            State(
                library: Library(size: options.items, seed: options.seed, awkward: options.awkward),
                cursors: Cursors(seed: options.seed), tokens: Tokens(seed: options.seed),
                dice: FaultDice(options.faults, seed: options.seed)))
    }
}

// MARK: - Controls

extension Go1Portal {
    /// The item at a position; the Library's come first.
    package func item(at position: Int) -> PortalItem? { state.withLock { $0.library.item(position) } }

    /// The item of an integer id.
    package func item(_ id: Int) -> PortalItem? {
        state.withLock { state in state.library.position(ofID: id).flatMap(state.library.item) }
    }

    /// The integer ids of the published Library, in the order in which items came into the portal.
    package var libraryIDs: [Int] {
        let library = state.withLock(\.library)
        return (0..<library.count).compactMap(library.item)
            .filter { $0.inLibrary && $0.state == .published }.map(\.id)
    }

    /// The integer id of an awkward item, or nil where the Library does not reach that far.
    package func id(of awkward: AwkwardItem) -> Int? {
        options.awkward && awkward.position < options.items ? item(at: awkward.position)?.id : nil
    }

    /// Adds an item to the Library.
    ///
    /// - Parameter change: makes of the generated item what it is to be.
    @discardableResult
    package func add(_ change: @Sendable (inout PortalItem) -> Void = { _ in }) -> PortalItem {
        state.withLock { $0.library.append(change) }
    }

    /// Changes an item; does nothing where there is none of this id.
    package func update(_ id: Int, _ change: @Sendable (inout PortalItem) -> Void) {
        state.withLock { state in
            guard let position = state.library.position(ofID: id), var item = state.library.item(position)
            else { return }
            change(&item)
            state.library.set(position, item)
        }
    }

    /// Deletes an item without a trace.
    package func delete(_ id: Int) {
        state.withLock { state in
            if let position = state.library.position(ofID: id) { state.library.set(position, nil) }
        }
    }

    /// A token that is valid from now on.
    ///
    /// - Parameter scopes: all of them where nil.
    package func issueToken(scopes: [String]? = nil) -> String {
        state.withLock { state in
            state.tokens.issue(
                scopes: scopes ?? Tokens.allScopes, lifetime: options.tokenLifetime, now: now())
        }
    }

    /// Makes every token invalid that was issued so far.
    package func revokeTokens() { state.withLock { $0.tokens.revokeAll() } }

    /// Replaces the faults; pages are counted anew.
    package func setFaults(_ rules: [FaultRule<Fault>]) {
        state.withLock { $0.dice = FaultDice(rules, seed: options.seed) }
    }

    /// The requests that were answered, in their order.
    package var requests: [LoggedRequest] { state.withLock(\.requests) }

    /// Forgets the requests so far.
    package func clearRequests() { state.withLock { $0.requests = [] } }
}
