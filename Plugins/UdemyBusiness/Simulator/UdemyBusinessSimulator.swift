package import ConnectorKit
import Hummingbird
import SimulatorSupport

/// The simulator that the build registers.
package let simulator: any Simulator = UdemyBusinessSimulator()

/// Serves a ``SimulatedSite``.
struct UdemyBusinessSimulator: Simulator {
    let providerID = "udemy-business"

    func run(
        _ options: SimulatorOptions, ready: @escaping @Sendable (RunningSimulator) -> Void
    ) async throws {
        var wanted = SimulatedSite.Options()
        wanted.items = options.items
        wanted.enrolments = options.enrolments ?? 3 * options.items
        wanted.prerendered = options.prerendered
        wanted.activity = options.activity
        var others = options
        for crowd in options.faults where crowd.hasPrefix("crowd=") {
            others.faults.removeAll { $0 == crowd }
            guard let count = Int(crowd.dropFirst(6)), count > 0 else {
                throw SimulatorFailure.options("fault \"\(crowd)\": a number of enrolments was expected")
            }
            wanted.crowd = count
        }
        wanted.faults = try others.faultRules()
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
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await SimulatorServer(name: "udemy-business-simulator", port: port).run(
                    site: self.site, ready: ready
                ) { request, _ in
                    let answer = await self.answer(
                        request.method.rawValue, request.uri.path, query: request.uri.query ?? "",
                        authorization: request.headers[.authorization],
                        base: "http://\(request.head.authority ?? "127.0.0.1")")
                    return Response(
                        status: .init(code: answer.status),
                        headers: .init(contentType: answer.contentType, answer.headers),
                        body: answer.isCut ? .cutOff(answer.body) : ResponseBody(byteBuffer: answer.body))
                }
            }
            if let interval = self.options.activity {
                group.addTask { await self.simulateActivity(every: interval) }
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    private func site(url: String) -> RunningSimulator {
        RunningSimulator(
            url: url,
            settings: [
                ("url", url), ("account_id", options.accountID), ("client_id", options.clientID),
                ("client_secret", options.secret),
            ])
    }
}
