package import ConnectorKit
import SimulatorSupport

/// Serves an ``LMSPlatform``; its items are learners.
package struct ThreeSixtyLearningSimulator: Simulator {
    package let providerID = "360learning"

    package init() {}

    package func run(
        _ options: SimulatorOptions, ready: @escaping @Sendable (RunningSimulator) -> Void
    ) async throws {
        guard options.enrolments == nil, options.activity == nil, !options.prerendered else {
            throw SimulatorFailure.options(
                "\(providerID) takes statistics and makes none: --enrolments, --activity and --prerendered "
                    + "are for providers")
        }
        var wanted = LMSPlatform.Options()
        wanted.learners = options.items
        wanted.faults = try options.faultRules()
        try await LMSPlatform(wanted).serve(port: options.port, ready: ready)
    }
}
