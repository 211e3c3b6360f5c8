public import ConnectorKit

/// The simulator of this provider, as the registry lists it.
public let simulator: any Simulator = Go1Simulator()

/// Serves a ``Go1Portal``.
struct Go1Simulator: Simulator {
    let providerID = "go1"

    func run(
        _ options: SimulatorOptions, ready: @escaping @Sendable (SimulatorSite) -> Void
    ) async throws {
        var wanted = Go1Portal.Options()
        wanted.items = options.items
        do {
            wanted.faults = try options.faults.map { try FaultRule($0) }
        } catch {
            throw SimulatorFailure.options("\(error)")
        }
        wanted.prerendered = options.prerendered
        wanted.enrolments = options.enrolments ?? 3 * options.items
        wanted.activity = options.activity
        try await Go1Portal(wanted).serve(port: options.port, ready: ready)
    }
}
