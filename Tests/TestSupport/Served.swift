package import ConnectorKit

/// Runs a body while a simulator serves.
///
/// - Parameters:
///   - serve: serves until its task is cancelled, and reports when it is ready.
///   - body: receives the address of the simulator.
@discardableResult
package func served<Value: Sendable>(
    by serve: @escaping @Sendable (@escaping @Sendable (RunningSimulator) -> Void) async throws -> Void,
    _ body: @escaping @Sendable (RunningSimulator) async throws -> Value
) async throws -> Value {
    let (sites, ready) = AsyncStream<RunningSimulator>.makeStream()
    return try await withThrowingTaskGroup(of: Value?.self) { group in
        group.addTask {
            defer { ready.finish() }
            try await serve { ready.yield($0) }
            return nil
        }
        group.addTask {
            for await site in sites { return try await body(site) }
            return nil
        }
        defer { group.cancelAll() }
        while let value = try await group.next() {
            if let value { return value }
        }
        throw CancellationError()
    }
}
