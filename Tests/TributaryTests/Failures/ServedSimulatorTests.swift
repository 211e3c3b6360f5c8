import ConnectorKit
import Testing

@testable import tributary

@Suite struct ServedSimulatorTests {
    /// A simulator that ends as soon as it is asked to.
    private struct Quick: Simulator {
        let providerID = "quick"

        func run(_ options: SimulatorOptions, ready: @escaping @Sendable (RunningSimulator) -> Void)
            async throws
        {
            ready(RunningSimulator(url: "http://127.0.0.1:1", settings: []))
            await untilCancelled()
        }
    }

    @Test("what fails while a simulator serves is thrown, however fast the simulator ends")
    func failure() async throws {
        for _ in 0..<200 {
            await #expect(throws: Stop.self) {
                try await Quick().serve(SimulatorOptions(port: 0, items: 0)) { _ in
                    throw Stop(status: ExitStatus.failed, message: "")
                }
            }
        }
    }

    @Test("a body that is cancelled before it began ends the simulator")
    func cancelled() async throws {
        let serving = Task {
            await untilCancelled()
            try await Quick().serve(SimulatorOptions(port: 0, items: 0)) { _ in await untilCancelled() }
        }
        serving.cancel()
        try await serving.value
    }
}
