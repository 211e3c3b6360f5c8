package import Foundation
package import SimulatorSupport
import Synchronization

/// An in-memory Go1 portal: both generations of the API over one library.
///
/// Serve it with ``serve(port:logger:ready:)``. The controls below change it while it serves.
package final class Go1Portal: Sendable {
    /// The content and behaviour of the portal.
    package struct Options: Sendable {
        /// The number of items in the published Library. The portal has a few more outside of it.
        package var items = 1_000
        /// The same seed produces the same data, cursors, tokens and faults.
        package var seed: UInt64 = 1
        /// Whether the Library includes ``AwkwardItem/all``, as far as its size allows.
        package var awkward = true
        package var faults: [FaultRule<Fault>] = []
        /// Whether pages are rendered once and cached.
        package var prerendered = false
        /// Seconds; 12 hours at Go1 (rule G1).
        package var tokenLifetime: TimeInterval = 43_200
        package var scrollEnd = ScrollEnd.emptyPage
        /// The delay of a slow response.
        package var slowness = Duration.seconds(2)
        package var clientID = "go1-sandbox"
        package var secret = "go1-sandbox-secret"
        /// The address at which learners would open the content.
        package var portalURL = "https://sandbox.mygo1.com"

        /// The number of enrolments, including parts of courses, and the number of accounts; nil derives the
        /// accounts from the enrolments.
        package var enrolments = 0
        package var accounts: Int?
        /// A second in which very many enrolments were updated.
        package var crowd: Crowd?
        /// The number of enrolments that a listing by offset can reach (rule G9).
        package var enrolmentReach = GatewayParameters.offsetLimit
        /// Whether totals are capped at ``enrolmentReach``, a possible meaning of "the total number of
        /// retrievable results".
        package var capsTotals = false
        package var delivery = Delivery()
        /// How often a learner does something while the portal serves; nil for never.
        package var activity: Duration?
        /// Whether the portal may offer its content to Go1's network.
        package var isPartner = false

        package init() {}
    }

    /// Enrolments with update times in the same second.
    package struct Crowd: Sendable {
        /// The number of enrolments, counted from the first.
        package var count: Int
        /// Seconds since 1970.
        package var second: Int64

        package init(count: Int, second: Int64 = 1_717_243_200) {
            self.count = count
            self.second = second
        }
    }

    /// How a scroll of v2 ends. No source says so, so both ways are supported.
    package enum ScrollEnd: Sendable {
        /// Every page has a scroll id, and an empty page follows the last item.
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
    ///   - now: The clock by which tokens and cursors expire.
    ///   - pause: Waits before a slow response, a repeated call, and a learner's next action.
    ///   - post: Calls a webhook's address with headers and a body. Returns the status of the response, or
    ///     nil if there was none. The default uses plain HTTP.
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
    /// Returns the item at a position. The Library's items come first.
    package func item(at position: Int) -> PortalItem? { state.withLock { $0.library.item(position) } }

    /// Returns the item with an integer id.
    package func item(_ id: Int) -> PortalItem? {
        state.withLock { state in state.library.position(ofID: id).flatMap(state.library.item) }
    }

    /// The integer ids of the published Library, in the order in which the items were added.
    package var libraryIDs: [Int] {
        let library = state.withLock(\.library)
        return (0..<library.count).compactMap(library.item)
            .filter { $0.inLibrary && $0.state == .published }.map(\.id)
    }

    /// Returns the integer id of an awkward item, or nil if the Library is too small for it.
    package func id(of awkward: AwkwardItem) -> Int? {
        options.awkward && awkward.position < options.items ? item(at: awkward.position)?.id : nil
    }

    /// Adds an item to the Library.
    ///
    /// - Parameter change: Modifies the generated item.
    @discardableResult
    package func add(_ change: @Sendable (inout PortalItem) -> Void = { _ in }) -> PortalItem {
        state.withLock { $0.library.append(change) }
    }

    /// Changes an item; does nothing if there is none with this id.
    package func update(_ id: Int, _ change: @Sendable (inout PortalItem) -> Void) {
        state.withLock { state in
            guard let position = state.library.position(ofID: id), var item = state.library.item(position)
            else { return }
            change(&item)
            state.library.set(position, item)
        }
    }

    /// Deletes an item completely.
    package func delete(_ id: Int) {
        state.withLock { state in
            if let position = state.library.position(ofID: id) { state.library.set(position, nil) }
        }
    }

    /// Issues a token that is valid from now on.
    ///
    /// - Parameter scopes: The scopes of the token; nil for all.
    package func issueToken(scopes: [String]? = nil) -> String {
        state.withLock { state in
            state.tokens.issue(
                scopes: scopes ?? Tokens.allScopes, lifetime: options.tokenLifetime, now: now())
        }
    }

    /// Revokes all tokens issued so far.
    package func revokeTokens() { state.withLock { $0.tokens.revokeAll() } }

    /// Replaces the faults. The count of pages restarts.
    package func setFaults(_ rules: [FaultRule<Fault>]) {
        state.withLock { $0.dice = FaultDice(rules, seed: options.seed) }
    }

    /// The answered requests, in order.
    package var requests: [LoggedRequest] { state.withLock(\.requests) }

    /// Forgets the requests so far.
    package func clearRequests() { state.withLock { $0.requests = [] } }
}
