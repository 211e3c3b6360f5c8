package import Foundation
package import SimulatorSupport
import Synchronization

/// An in-memory account of LinkedIn Learning, as its API shows it.
///
/// Serve it with ``serve(port:ready:)``. The controls below change it while it serves.
package final class LearningAccount: Sendable {
    package struct Options: Sendable {
        /// The number of courses and learning paths together. There are twice as many videos besides.
        package var items = 1_000
        /// The same seed produces the same data, tokens and faults.
        package var seed: UInt64 = 1
        package var faults: [FaultRule<PageFault>] = []
        /// Whether pages are rendered once and cached.
        package var prerendered = false
        /// Seconds; the number in the example of "API Authentication".
        package var tokenLifetime = 7_775_999
        package var clientID = "linkedin-sandbox"
        package var secret = "linkedin-sandbox-secret+42"
        /// What the administrator has allowed the keys.
        package var permissions: Set<Permission> = [.content, .reports]
        /// The number of requests that each resource answers in a day of UTC; nil for no limit.
        package var dailyLimit: Int?
        /// The number of pairs of learner and content that have generated activity.
        package var enrolments = 0
        /// How often a learner does something while the account serves; nil for never.
        package var activity: Duration?
        /// The number of learners who watch something in the same second, besides.
        package var crowd = 0
        /// The number of windows in which one more learner watches a course for a minute, each after one without anything.
        package var windows = 0

        package init() {}
    }

    /// A permission of API keys, which an administrator gives them in "Access content and reports via API".
    package enum Permission: String, Sendable { case content, reports }

    package let options: Options
    let now: @Sendable () -> Date
    let state: Mutex<State>
    let pages = PageStore()

    struct State: Sendable {
        var library: Library
        var learning: Learning
        var tokens: Tokens
        var dice: FaultDice<PageFault>
        /// The targets of requests for pages, in the order in which they were first asked for.
        var targets: [String: Int] = [:]
        /// How many requests a resource had on a day, counted from 1970.
        var requestsOfDay: (day: Int, counts: [String: Int]) = (0, [:])
        var requests: [String] = []
    }

    /// - Parameter now: The clock by which tokens expire, days end and learners learn.
    package init(_ options: Options = Options(), now: @escaping @Sendable () -> Date = { Date() }) {
        self.options = options
        self.now = now
        let library = Library(size: options.items, seed: options.seed)
        state = Mutex(
            State(
                library: library,
                learning: Learning(options, library: library),
                tokens: Tokens(seed: options.seed), dice: FaultDice(options.faults, seed: options.seed)))
    }
}

// MARK: - Controls

extension LearningAccount {
    /// All assets of the account that are no videos, in the order of their positions.
    package var assets: [Asset] {
        state.withLock { state in
            state.library.positions(of: [.course, .path]).compactMap(state.library.asset)
        }
    }

    package func asset(_ urn: String) -> Asset? {
        state.withLock { state in state.library.position(of: urn).flatMap(state.library.asset) }
    }

    /// Changes an asset; does nothing if there is none with this URN.
    package func update(_ urn: String, _ change: @Sendable (inout Asset) -> Void) {
        state.withLock { state in
            guard let position = state.library.position(of: urn), var asset = state.library.asset(position)
            else { return }
            change(&asset)
            state.library.set(position, asset)
        }
    }

    /// Takes an asset out of the catalog for good.
    package func delete(_ urn: String) { state.withLock { $0.library.delete(urn) } }

    /// Adds what a learner did.
    package func add(_ sessions: [LearningSession]) { state.withLock { $0.learning.add(sessions) } }

    /// What learners did, in the order of time.
    package var sessions: [LearningSession] { state.withLock { $0.learning.sessions } }

    package func learner(_ number: Int) -> Learner { state.withLock { $0.learning.learner(number) } }

    package func setLearner(_ learner: Learner) { state.withLock { $0.learning.set(learner) } }

    /// Issues a token that is valid from now on.
    package func issueToken() -> String {
        state.withLock { $0.tokens.issue(lifetime: options.tokenLifetime, now: now()) }
    }

    package func revokeTokens() { state.withLock { $0.tokens.revokeAll() } }

    /// Path and query of the answered requests, in order.
    package var requests: [String] { state.withLock(\.requests) }
}
