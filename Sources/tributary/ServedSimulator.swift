import ConnectorKit

extension Simulator {
    /// Serves until the body ends, or the task is cancelled: then the body ends first, so that what it still
    /// asks is answered.
    ///
    /// - Throws: what the simulator throws, or the body.
    func serve(
        _ options: SimulatorOptions, while body: @escaping @Sendable (RunningSimulator) async throws -> Void
    ) async throws {
        let (sites, ready) = AsyncStream.makeStream(of: RunningSimulator.self)
        let serving = Task {
            defer { ready.finish() }
            try await self.run(options) { ready.yield($0) }
        }
        try await withThrowingTaskGroup(of: Bool.self) { group in
            defer {
                serving.cancel()
                group.cancelAll()
            }
            group.addTask {
                try await serving.value
                return true
            }
            group.addTask {
                guard let site = await sites.first(where: { _ in true }) else { return false }
                try await body(site)
                return true
            }
            // The server is asked to end only when the end of the body is known: otherwise it could end first, and
            // hide why the body failed. A body that never began leaves the word to the simulator, which knows why.
            while let hasEnded = try await group.next(), !hasEnded { serving.cancel() }
        }
    }
}

/// Sleeps until the task is cancelled.
func untilCancelled() async {
    while !Task.isCancelled { try? await Task.sleep(for: .seconds(3600)) }
}
