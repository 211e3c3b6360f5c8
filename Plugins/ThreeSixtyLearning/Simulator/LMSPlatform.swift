package import Foundation
package import SimulatorSupport
import Synchronization

/// A 360Learning platform that exists in memory: what a connector needs of its public API v2, as published
/// ("360Learning API" in docs/rules.md).
///
/// Serve it with ``serve(port:logger:ready:)``; look into it and change it while it serves with the controls.
package final class LMSPlatform: Sendable {
    /// What the platform holds and how it behaves.
    package struct Options: Sendable {
        /// How many learners it has besides its administrators: `learner-1@acme.example` and so on.
        package var learners = 100
        /// The same seed gives the same faults.
        package var seed: UInt64 = 1
        package var faults: [FaultRule<LMSFault>] = []
        package var clientID = "lms-sandbox"
        package var clientSecret = "lms-sandbox-secret"
        /// What the credentials may do; all that a connector needs.
        package var scopes = Scope.all
        /// Seconds; an hour as published.
        package var tokenLifetime: TimeInterval = 3_600
        /// A second, per company (rule D5).
        package var readsPerSecond = 50
        /// A second, per company (rule D5). Submissions of bulk operations count (our
        /// decision: the sources name POST, PUT and DELETE without exception).
        package var writesPerSecond = 10
        /// Bulk operations that have not ended (rule D5).
        package var concurrentOperations = 3
        /// Seconds before an operation runs: half of it pending, half of it queued.
        package var operationDelay: TimeInterval = 0.2
        /// How fast an operation runs.
        package var itemsPerSecond: Double = 20_000
        /// Platform names of 360Learning's own connectors, which others may not use. That there are some is
        /// published, which they are is assumed.
        package var reservedNames = ["Go1", "LinkedIn Learning", "Coursera", "Udemy Business", "OpenSesame"]
        /// How many integrations there may be; the limit is published, its number is not.
        package var mostIntegrations = 200
        /// Whether an upsert of an archived course restores it. No source says, so both are to be had.
        package var upsertRestores = false
        /// Whether ``LMSPlatform/requests`` keep the bodies of requests and answers.
        package var keepsBodies = false
        /// How long a slow answer is held back.
        package var slowness = Duration.seconds(2)

        package init() {}
    }

    package let options: Options
    let now: @Sendable () -> Date
    let pause: @Sendable (Duration) async throws -> Void
    let state: Mutex<LMSState>

    /// - Parameters:
    ///   - now: the clock by which tokens lapse, limits count and operations go on.
    ///   - pause: waits before a slow answer.
    package init(
        _ options: Options = Options(), now: @escaping @Sendable () -> Date = { Date() },
        pause: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        self.options = options
        self.now = now
        self.pause = pause
        state = Mutex(LMSState(options, now: now()))
    }
}
