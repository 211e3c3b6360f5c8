package import ConnectorKit
import SimulatorSupport

/// The simulator that the build registers.
package let simulator: any Simulator = LinkedInLearningSimulator()

/// Serves a ``LearningAccount``.
struct LinkedInLearningSimulator: Simulator {
    let providerID = "linkedin-learning"

    func run(
        _ options: SimulatorOptions, ready: @escaping @Sendable (RunningSimulator) -> Void
    ) async throws {
        var options = options
        var wanted = LearningAccount.Options()
        wanted.crowd = try options.take("crowd")
        wanted.windows = try options.take("windows")
        wanted.items = options.items
        wanted.faults = try options.faultRules()
        wanted.prerendered = options.prerendered
        wanted.enrolments = options.enrolments ?? 3 * options.items
        wanted.activity = options.activity
        try await LearningAccount(wanted).serve(port: options.port, ready: ready)
    }
}
