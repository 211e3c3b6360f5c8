import ConnectorKit

/// Where a provider is tried: its simulator, or a service in memory.
protocol Stage: Sendable {
    /// Opens a service that has served nobody yet, for as long as the body runs.
    ///
    /// - Parameter faults: as ``Conformance`` names them.
    /// - Throws: ``SimulatorFailure`` if a fault is not known, and whatever the body throws.
    func open<Value: Sendable>(
        faults: [String], _ body: @escaping @Sendable (RunningSimulator, any HTTPClient) async throws -> Value
    ) async throws -> Value
}
