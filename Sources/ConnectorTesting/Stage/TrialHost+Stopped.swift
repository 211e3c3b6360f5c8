import ConnectorKit

extension TrialHost {
    /// Syncs until a request of this number is under way, and cancels the run there.
    ///
    /// - Returns: the run; nil if no request had that number.
    /// - Throws: ``Violation`` if the run does not end.
    func syncStopped(at number: Int) async throws -> TrialRun? {
        let clock = JumpClock()
        let tap = bench.tap(clock: clock) { $0.number == number ? .hold : .pass }
        defer { tap.close() }
        let work = Task { try await sync(over: tap, clock: clock) }
        // A run that asks for less than that has nothing to stop.
        let end = Task {
            _ = await work.result
            tap.endHolds()
        }
        defer { end.cancel() }
        var isHeld = false
        for await _ in tap.holds {
            isHeld = true
            break
        }
        work.cancel()
        let patience = bench.patience
        let isOver = await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                _ = await work.result
                return true
            }
            group.addTask {
                // Not a measure of anything: it keeps a run that hangs from hanging the test as well.
                guard (try? await Task.sleep(for: patience)) != nil else { return true }
                tap.close()
                return false
            }
            let first = await group.next() ?? false
            group.cancelAll()
            return first
        }
        let run = try await work.value
        guard isHeld else { return nil }
        try require(
            isOver, "a run that was cancelled during request \(number) went on waiting for the answer")
        // The host waits for nobody; a fetch of a token is left to end by itself.
        let isLeft = tap.isHeld(number) && tap.calls.contains { $0.number == number && $0.page != nil }
        try require(
            !isLeft, "a run was cancelled during request \(number), and the request was not: it went on")
        let late = run.calls.count { $0.number > number }
        try require(
            late == 0, "a run that was cancelled during request \(number) sent \(late) more requests")
        return run
    }
}
