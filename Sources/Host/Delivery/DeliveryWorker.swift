import Model
import ConnectorKit
import Store

/// Delivers whatever changes, for as long as the host runs.
struct DeliveryWorker: Sendable {
    /// How often it looks whether something changed (our decision).
    static let interval = Duration.seconds(1)

    let host: HostRuntime
    let requests: DeliveryRequests
    /// Told what an administrator has to know.
    let report: @Sendable (String) -> Void

    /// Works until the task is cancelled. What is then half done is asked about by the next.
    func run() async {
        guard host.deliversByItself else { return }
        var timing = DeliveryTiming()
        // What changed while there was none.
        requests.ask(.changes)
        while !Task.isCancelled {
            do throws(StoreError) { try await look(&timing) } catch {
                if Task.isCancelled { return }
                report("delivery: \(error)")
                timing.ended(isComplete: false, at: host.now)
            }
            await requests.wait(for: Self.interval, on: host.clock)
        }
    }

    private func look(_ timing: inout DeliveryTiming) async throws(StoreError) {
        let extent = timing.step(
            asked: requests.take(), mark: try await host.store.changeMark(),
            isAtWork: try await host.store.openRuns().contains { $0.connection != .every },
            at: host.now)
        guard let extent else { return }
        guard let done = try await host.deliverChanges(resending: extent == .all) else {
            return timing.ended(isComplete: true, at: host.now)
        }
        if let changes = done.changes { report("delivery to \(done.platform): \(changes)") }
        if Task.isCancelled { return }
        let isFirst = timing.failures == 0
        timing.ended(isComplete: done.waiting == 0 && !done.isCutShort, at: host.now)
        if let error = done.error, isFirst || done.changes != nil {
            report("delivery to \(done.platform): \(error)")
        }
    }
}
