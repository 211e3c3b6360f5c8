package import ConnectorKit
import SimulatorSupport

/// The simulator that the build registers.
package let simulator: any Simulator = UdemyBusinessSimulator()

/// Serves a ``SimulatedSite``.
struct UdemyBusinessSimulator: Simulator {
    let providerID = "udemy-business"

    func run(
        _ options: SimulatorOptions, ready: @escaping @Sendable (RunningSimulator) -> Void
    ) async throws {
        var options = options
        var wanted = SimulatedSite.Options()
        wanted.items = options.items
        wanted.enrolments = options.enrolments ?? 3 * options.items
        wanted.prerendered = options.prerendered
        wanted.activity = options.activity
        wanted.crowd = try options.take("crowd")
        wanted.windows = try options.take("windows")
        wanted.faults = try options.faultRules()
        try await SimulatedSite(wanted).serve(port: options.port, ready: ready)
    }
}

extension SimulatedSite {
    /// Serves until the task is cancelled.
    ///
    /// - Parameters:
    ///   - port: The port on 127.0.0.1; 0 picks a free one.
    ///   - ready: Called once, when the server accepts connections.
    package func serve(port: Int = 0, ready: @escaping @Sendable (RunningSimulator) -> Void) async throws {
        try await SimulatorServer(name: "udemy-business-simulator", port: port).serve(
            settings: { [options] url in
                [
                    ("url", url), ("account_id", options.accountID), ("client_id", options.clientID),
                    ("client_secret", options.secret),
                ]
            },
            activity: options.activity, ready: ready, act: { self.act($0) }, answer: answer)
    }
}
