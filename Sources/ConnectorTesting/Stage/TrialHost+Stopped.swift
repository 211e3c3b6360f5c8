import ConnectorKit

extension TrialHost {
    /// Syncs until a request of this number is under way, and cancels the run there.
    ///
    /// - Returns: the run; nil where no request had that number.
    /// - Throws: ``Violation`` where the run does not end.
    func syncStopped(at number: Int) async throws -> TrialRun? {
        let clock = JumpClock()
        let tap = bench.tap(clock: clock) { $0.number == number ? .hold : .pass }
        let work = Task {
            defer { tap.close() }
            return try await sync(over: tap, clock: clock)
        }
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
                try? await Task.sleep(for: patience)
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
        let late = run.calls.count { $0.number > number }
        try require(
            late == 0, "a run that was cancelled during request \(number) sent \(late) more requests")
        return run
    }
}
