import ConnectorKit
import Transport

/// An author's simulator, over the machine's own network.
struct SimulatorStage: Stage {
    let simulator: any Simulator
    let items: Int

    /// Asked for like a fault: learners learn while the simulator serves (`SimulatorOptions.activity`).
    static let learning = "learning"

    func open<Value: Sendable>(
        faults: [String], _ body: @escaping @Sendable (RunningSimulator, any HTTPClient) async throws -> Value
    ) async throws -> Value {
        let (sites, ready) = AsyncStream.makeStream(of: RunningSimulator.self)
        let options = SimulatorOptions(
            items: items, faults: faults.filter { $0 != Self.learning },
            activity: faults.contains(Self.learning) ? .milliseconds(50) : nil)
        return try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask {
                defer { ready.finish() }
                try await simulator.run(options) { ready.yield($0) }
                return nil
            }
            group.addTask {
                for await site in sites { return try await body(site, CurlClient()) }
                return nil
            }
            defer { group.cancelAll() }
            while let value = try await group.next() {
                if let value { return value }
            }
            throw SimulatorFailure.listening("the simulator of \(simulator.providerID) ended by itself")
        }
    }
}
