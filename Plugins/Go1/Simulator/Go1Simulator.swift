package import ConnectorKit
import SimulatorSupport

/// The simulator that the build registers.
package let simulator: any Simulator = Go1Simulator()

/// Serves a ``Go1Portal``.
struct Go1Simulator: Simulator {
    let providerID = "go1"

    func run(
        _ options: SimulatorOptions, ready: @escaping @Sendable (RunningSimulator) -> Void
    ) async throws {
        var wanted = Go1Portal.Options()
        wanted.items = options.items
        var others = options
        let crowds = options.faults.filter { $0.hasPrefix("crowd=") }
        others.faults.removeAll(where: crowds.contains)
        wanted.faults = try others.faultRules()
        for crowd in crowds {
            guard let count = Int(crowd.dropFirst(6)), count > 0 else {
                throw SimulatorFailure.options("fault \"\(crowd)\": a number of enrolments was expected")
            }
            wanted.crowd = .init(count: count)
        }
        wanted.prerendered = options.prerendered
        wanted.enrolments = options.enrolments ?? 3 * options.items
        wanted.activity = options.activity
        try await Go1Portal(wanted).serve(port: options.port, ready: ready)
    }
}
