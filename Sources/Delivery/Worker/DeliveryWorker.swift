import ConfigurationFiles
import Runtime
import Model
import ConnectorKit
import Store
import Foundation
import Synchronization

/// Delivers whatever changes, for as long as the host runs.
package struct DeliveryWorker: Sendable {
    /// How often it looks whether something changed (our decision).
    static let interval = Duration.seconds(1)

    let service: DeliveryService
    let requests: DeliveryRequests
    let report: @Sendable (String) -> Void
    /// When it is looked again whether a reconcile is due.
    private let looked = NextLook()

    /// - Parameter report: receives what an administrator has to know.
    package init(
        _ service: DeliveryService, _ requests: DeliveryRequests, report: @escaping @Sendable (String) -> Void
    ) {
        self.service = service
        self.requests = requests
        self.report = report
    }

    /// Works until the task is cancelled. What is then half done is asked about by the next.
    package func run() async {
        guard service.deliversByItself else { return }
        var timing = DeliveryTiming()
        // What changed while there was none.
        requests.ask(.changes)
        while !Task.isCancelled {
            do throws(StoreError) {
                try await reconcileIfDue()
                try await look(&timing)
            } catch {
                if Task.isCancelled { return }
                report("delivery: \(error)")
                timing.ended(isComplete: false, at: service.context.now)
            }
            await requests.wait(for: Self.interval, on: service.context.environment.clock)
        }
    }

    /// Reconciles once a week; one that was missed is made up for once. What was cut off or could not be done is tried
    /// again an hour later.
    private func reconcileIfDue() async throws(StoreError) {
        let now = service.context.now
        guard looked.time.withLock({ $0.map { $0 <= now } ?? true }) else { return }
        let last = ReconcileTiming.last(upTo: now, in: service.context.configuration.host.timezone)
        guard try await service.isReconcileDue(since: last) else {
            // A week, and an hour less for a clock change.
            return looked.time.withLock {
                $0 = min(now + Self.pauseBeforeReconcile, max(now + 1, last + 7 * 86_400 - 3_600))
            }
        }
        looked.time.withLock { $0 = now + Self.pauseBeforeReconcile }
        guard let done = try await service.reconcileBySchedule() else { return }
        if done.differences > 0 {
            report(
                "reconcile with \(done.platform): \(done.differences) differences; `tributary runs \(done.id.number)` lists them"
            )
        }
        if let error = done.error, !Task.isCancelled { report("reconcile with \(done.platform): \(error)") }
    }

    /// Seconds after which it is looked again whether a reconcile is due (our decision).
    private static let pauseBeforeReconcile: TimeInterval = 3_600

    private func look(_ timing: inout DeliveryTiming) async throws(StoreError) {
        let extent = timing.step(
            asked: requests.take(), mark: try await service.store.changeMark(),
            isAtWork: try await service.store.openRuns().contains { $0.connection != .every },
            at: service.context.now)
        guard let extent else { return }
        guard let done = try await service.deliverChanges(resending: extent == .all) else {
            return timing.ended(isComplete: true, at: service.context.now)
        }
        if let changes = done.changes { report("delivery to \(done.platform): \(changes)") }
        if Task.isCancelled { return }
        let isFirst = timing.failures == 0
        timing.ended(isComplete: done.waiting == 0 && !done.isCutShort, at: service.context.now)
        if let error = done.error, isFirst || done.changes != nil {
            report("delivery to \(done.platform): \(error)")
        }
    }
}

private final class NextLook: Sendable {
    let time = Mutex<Date?>(nil)
}
