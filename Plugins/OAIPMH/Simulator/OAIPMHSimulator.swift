package import ConnectorKit
import SimulatorSupport

/// The simulator of this provider, as the registry lists it.
package let simulator: any Simulator = OAIPMHSimulator()

/// Serves an ``OAIRepository``.
struct OAIPMHSimulator: Simulator {
    let providerID = "oai-pmh"

    func run(
        _ options: SimulatorOptions, ready: @escaping @Sendable (SimulatorSite) -> Void
    ) async throws {
        var wanted = OAIRepository.Options()
        wanted.items = options.items
        wanted.faults = try options.faultRules()
        try await OAIRepository(wanted).serve(port: options.port, ready: ready)
    }
}
