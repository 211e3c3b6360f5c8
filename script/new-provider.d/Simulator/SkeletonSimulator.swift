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
        let (crowd, windows) = (try options.take("crowd"), try options.take("windows"))
        //? end
        let service = SimulatedService(items: options.items, faults: try options.faultRules())
        //? stats
        service.enrol(options.enrolments ?? 3 * options.items, crowd: crowd, windows: windows)
        //? end
        try await SimulatorServer(name: "skeleton-simulator", port: options.port).serve(
            settings: {
                [
                    ("url", $0),
                    //? oauth
                    ("client_id", SimulatedService.client.id),
                    ("client_secret", SimulatedService.client.secret),
                    //? else
                    ("api_key", SimulatedService.key),
                    //? end
                ]
            },
            //? stats|webhooks
            activity: options.activity,
            ready: ready,
            act: service.act,
            //? else
            ready: ready,
            //? end
            answer: service.answer)
    }
}
