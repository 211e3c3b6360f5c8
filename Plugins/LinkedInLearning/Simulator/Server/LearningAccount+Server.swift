package import ConnectorKit
import SimulatorSupport

extension LearningAccount {
    /// Serves until the task is cancelled.
    ///
    /// - Parameters:
    ///   - port: The port on 127.0.0.1; 0 picks a free one.
    ///   - ready: Called once, when the server accepts connections.
    /// - Throws: ``SimulatorFailure/listening(_:)`` if it cannot listen on the port.
    package func serve(
        port: Int = 0, ready: @escaping @Sendable (RunningSimulator) -> Void
    ) async throws {
        try await SimulatorServer(name: "linkedin-learning-simulator", port: port).serve(
            settings: { [options] url in
                [
                    ("client_id", options.clientID), ("client_secret", options.secret),
                    ("locales", Locale.simulated.map(\.name).joined(separator: ", ")),
                    ("statistics_from", Learning.firstDay), ("auth_url", url), ("api_url", url),
                ]
            },
            activity: options.activity, ready: ready, act: { self.act($0) }, answer: answer)
    }
}
