package import ConnectorKit
import SimulatorSupport

/// The simulator of this platform, as the registry lists it.
package let simulator: any Simulator = PlatformSimulator()

/// Serves an ``LMSPlatform``; its items are learners.
struct PlatformSimulator: Simulator {
    let providerID = "360learning"

    func run(
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
