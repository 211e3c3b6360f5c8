public import ConnectorKit
import SimulatorSupport

/// Serves an ``LMSPlatform``; its items are learners.
public struct LMSSimulator: Simulator {
    public let providerID = "360learning"

    public init() {}

    public func run(
        _ options: SimulatorOptions, ready: @escaping @Sendable (SimulatorSite) -> Void
    ) async throws {
        var wanted = LMSPlatform.Options()
        wanted.learners = options.items
        wanted.faults = try options.faultRules()
        try await LMSPlatform(wanted).serve(port: options.port, ready: ready)
    }
}
