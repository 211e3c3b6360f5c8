import ConnectorKit

extension Simulator {
    /// Serves until the body ends, or the task is cancelled.
    ///
    /// - Throws: what the simulator throws, or the body.
    func serve(
        _ options: SimulatorOptions, while body: @escaping @Sendable (SimulatorSite) async throws -> Void
    ) async throws {
        let (sites, ready) = AsyncStream.makeStream(of: SimulatorSite.self)
        try await withThrowingTaskGroup(of: Bool.self) { group in
            defer { group.cancelAll() }
            group.addTask {
                defer { ready.finish() }
                try await self.run(options) { ready.yield($0) }
                return true
            }
            group.addTask {
                guard let site = await sites.first(where: { _ in true }) else { return false }
                try await body(site)
                return true
            }
            // A body that never began leaves the word to the simulator, which knows why.
            while let hasEnded = try await group.next(), !hasEnded {}
        }
    }
}

/// Sleeps until the task is cancelled.
func untilCancelled() async {
    while !Task.isCancelled { try? await Task.sleep(for: .seconds(3600)) }
}
