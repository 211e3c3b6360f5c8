package import ConnectorKit
import SimulatorSupport

/// The simulator that the build registers.
package let simulator: any Simulator = OAIPMHSimulator()

/// Serves an ``OAIRepository``.
struct OAIPMHSimulator: Simulator {
    let providerID = "oai-pmh"

    func run(
        _ options: SimulatorOptions, ready: @escaping @Sendable (RunningSimulator) -> Void
    ) async throws {
        var wanted = OAIRepository.Options()
        wanted.items = options.items
        wanted.faults = try options.faultRules()
        try await OAIRepository(wanted).serve(port: options.port, ready: ready)
    }
}
