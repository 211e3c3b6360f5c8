public import Foundation
public import SimulatorSupport
import Synchronization

/// A 360Learning platform that exists in memory: what a connector needs of its public API v2, as published
/// (reference/360learning-core-api.json, -bulk-api.json, -authentication-api.yml).
///
/// Serve it with ``serve(port:logger:ready:)``; look into it and change it while it serves with the controls.
public final class LMSPlatform: Sendable {
    /// What the platform holds and how it behaves.
    public struct Options: Sendable {
        /// How many learners it has besides its administrators: `learner-1@acme.example` and so on.
        public var learners = 100
        /// The same seed gives the same faults.
        public var seed: UInt64 = 1
        public var faults: [FaultRule<LMSFault>] = []
        public var clientID = "lms-sandbox"
        public var clientSecret = "lms-sandbox-secret"
        /// What the credentials may do; all that a connector needs.
        public var scopes = Scope.all
        /// Seconds; an hour as published.
        public var tokenLifetime: TimeInterval = 3_600
        /// A second, per company (reference/lms-api-facts.md A1).
        public var readsPerSecond = 50
        /// A second, per company (reference/lms-api-facts.md A1). Submissions of bulk operations count (our
        /// decision: the sources name POST, PUT and DELETE without exception).
        public var writesPerSecond = 10
        /// Bulk operations that have not ended (reference/lms-api-facts.md A1).
        public var concurrentOperations = 3
        /// Seconds before an operation runs: half of it pending, half of it queued.
        public var operationDelay: TimeInterval = 0.2
        /// How fast an operation runs.
        public var itemsPerSecond: Double = 20_000
        /// Platform names of 360Learning's own connectors, which others may not use. That there are some is
        /// published, which they are is assumed.
        public var reservedNames = ["Go1", "LinkedIn Learning", "Coursera", "Udemy Business", "OpenSesame"]
        /// How many integrations there may be; the limit is published, its number is not.
        public var mostIntegrations = 200
        /// Whether an upsert of an archived course restores it. No source says, so both are to be had.
        public var upsertRestores = false
        /// Whether ``LMSPlatform/requests`` keep the bodies of requests and answers.
        public var keepsBodies = false
        /// How long a slow answer is held back.
        public var slowness = Duration.seconds(2)

        public init() {}
    }

    public let options: Options
    let now: @Sendable () -> Date
    let pause: @Sendable (Duration) async throws -> Void
    let state: Mutex<LMSState>

    /// - Parameters:
    ///   - now: the clock by which tokens lapse, limits count and operations go on.
    ///   - pause: waits before a slow answer.
    public init(
        _ options: Options = Options(), now: @escaping @Sendable () -> Date = { Date() },
        pause: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        self.options = options
        self.now = now
        self.pause = pause
        state = Mutex(LMSState(options, now: now()))
    }
}
