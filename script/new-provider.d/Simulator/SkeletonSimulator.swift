package import ConnectorKit
import SimulatorSupport

/// The simulator of this provider, as the registry lists it.
package let simulator: any Simulator = SkeletonSimulator()

/// Serves a ``SimulatedService`` over HTTP.
struct SkeletonSimulator: Simulator {
    let providerID = "skeleton"

    func run(
        _ options: SimulatorOptions, ready: @escaping @Sendable (RunningSimulator) -> Void
    ) async throws {
        //? stats
        var options = options
        //? by-content
        // The enrolments of what a host does not know are never asked for.
        let learning = try options.takeLearning { ![7, 12, 21, 37].contains($0 % 50) }
        //? else
        let learning = try options.takeLearning()
        //? end
        let service = SimulatedService(
            itemCount: options.items, learning: learning, faults: SimulatedFaults(try options.faultRules()))
        //? else
        let service = SimulatedService(
            itemCount: options.items, faults: SimulatedFaults(try options.faultRules()))
        //? end
        try await SimulatorServer(name: "skeleton-simulator", port: options.port).serve(
            //? oauth
            settings: {
                [
                    ("url", $0), ("client_id", service.tokens.id), ("client_secret", service.tokens.secret),
                ]
            },
            //? else
            settings: { [("url", $0), ("api_key", SimulatedService.key)] },
            //? end
            //? stats|webhooks
            activity: options.activity, ready: ready, act: service.act,
            //? else
            ready: ready,
            //? end
            answer: service.answer)
    }
}
