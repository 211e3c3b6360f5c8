package import ConnectorKit
import Synchronization

/// Ends the wait for a provider's code once a run has used up its time.
///
/// Code that does not look whether it was cancelled cannot be stopped within a process. It is left behind on
/// the thread it has to itself (``DedicatedThread``), from where it reaches neither the store nor, once the
/// run's ``ProviderSession`` is closed, the network: so the run's lease may be given back (our decision).
package final class Watchdog: Sendable {
    private struct State {
        var ends: [Int: @Sendable (Failure) -> Void] = [:]
        var last = 0
        var failure: Failure?
    }

    private let deadline: RunDeadline
    private let state = Mutex(State())

    package init(_ clock: any Clock<Duration>) { deadline = RunDeadline(clock) }

    /// Something came.
    package func progressed() { deadline.progressed() }

    /// Runs a body, and ends what it waits for when the time is used up.
    ///
    /// - Parameter failure: what that means.
    package func watching<Value, Problem>(
        _ failure: @escaping @Sendable (RunDeadline.End) -> Failure,
        _ body: () async throws(Problem) -> Value
    ) async throws(Problem) -> Value {
        let watch = Task { [deadline] in
            if let end = await deadline.end() { self.end(failure(end)) }
        }
        defer { watch.cancel() }
        return try await body()
    }

    /// Calls a closure with what ended the run, at once if that has happened.
    ///
    /// - Returns: to be handed to ``removeHandler(_:)``.
    package func onEnd(_ end: @escaping @Sendable (Failure) -> Void) -> Int {
        let (number, failure) = state.withLock { state in
            state.last += 1
            state.ends[state.last] = end
            return (state.last, state.failure)
        }
        if let failure { end(failure) }
        return number
    }

    package func removeHandler(_ number: Int) { state.withLock { _ = $0.ends.removeValue(forKey: number) } }

    /// What a provider's code comes to.
    ///
    /// - Parameters:
    ///   - doing: what it is asked for, as in "has not come back from …".
    ///   - executor: where it runs.
    /// - Throws: what the body throws, or what ended the run; ``Failure/interrupted`` where the waiting task was
    ///   cancelled.
    package func outcome<Value: Sendable>(
        of doing: String, on executor: any TaskExecutor,
        _ body: @escaping @Sendable () async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        let (results, result) = AsyncStream.makeStream(of: Result<Value, Failure>.self)
        let task = Task(executorPreference: executor) {
            do throws(Failure) { result.yield(.success(try await body())) } catch {
                result.yield(.failure(error))
            }
        }
        let number = onEnd { failure in
            result.yield(
                .failure(failure.mapMessage { "\($0): the provider has not come back from \(doing)" }))
            task.cancel()
        }
        defer {
            removeHandler(number)
            task.cancel()
        }
        guard let first = await results.first(where: { _ in true }) else { throw Failure.interrupted }
        return try first.get()
    }

    private func end(_ failure: Failure) {
        let ends = state.withLock { state in
            state.failure = failure
            return state.ends.values
        }
        for end in ends { end(failure) }
    }
}

extension Failure {
    /// What ends a run that somebody stops.
    package static let interrupted = Failure.fatal("interrupted")
}
