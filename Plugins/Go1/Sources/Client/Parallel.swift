import ConnectorKit

/// Runs several requests at a time and stops at the first failure.
///
/// - Parameter width: The number of concurrent requests; six is our decision.
/// - Returns: The results, in any order.
func inParallel<Input: Sendable, Output: Sendable>(
    _ inputs: [Input], width: Int = 6, _ body: @escaping @Sendable (Input) async throws(Failure) -> Output
) async throws(Failure) -> [Output] {
    let answer: @Sendable (Input) async -> Result<Output, Failure> = { input in
        do throws(Failure) { return .success(try await body(input)) } catch { return .failure(error) }
    }
    let outcome: Result<[Output], Failure> = await withTaskGroup(of: Result<Output, Failure>.self) { group in
        var rest = inputs[...]
        for input in rest.prefix(width) { group.addTask { await answer(input) } }
        rest = rest.dropFirst(width)
        var outputs: [Output] = []
        for await outcome in group {
            switch outcome {
            case .success(let output): outputs.append(output)
            case .failure(let failure):
                group.cancelAll()
                return .failure(failure)
            }
            if let input = rest.popFirst() { group.addTask { await answer(input) } }
        }
        return .success(outputs)
    }
    return try outcome.get()
}
