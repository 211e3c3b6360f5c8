public import ConnectorKit

/// The simulator of this provider, as the registry lists it.
public let simulator: any Simulator = OAIPMHSimulator()

/// Serves an ``OAIRepository``.
struct OAIPMHSimulator: Simulator {
    let providerID = "oai-pmh"

    func run(
        _ options: SimulatorOptions, ready: @escaping @Sendable (SimulatorSite) -> Void
    ) async throws {
        var wanted = OAIRepository.Options()
        wanted.items = options.items
        do {
            wanted.faults = try options.faults.map { try FaultRule($0) }
        } catch {
            throw SimulatorFailure.options("\(error)")
        }
        do {
            try await OAIRepository(wanted).serve(port: options.port, ready: ready)
        } catch let error as CannotListen {
            throw SimulatorFailure.listening("\(error)")
        }
    }
}
