import ConnectorKit
import Foundation
import Model
import Store

/// A delivery on its way.
struct DeliveryRound {
    let run: DeliveryRun
    var report: DeliveryReport
    /// Why nothing further is sent at all.
    var halt: Failure?
    /// Where nothing further is sent.
    var blocked: Set<StoredDestination.ID> = []
    /// What could not be sent even alone while the platform took nothing at all, so that nobody knows yet
    /// whose fault that is.
    var unjudged: [(left: Left, work: DeliveryWork)] = []
    /// What was brought in line in this delivery.
    var prepared: Set<StoredDestination.ID> = []

    init(run: DeliveryRun, report: DeliveryReport) {
        self.run = run
        self.report = report
    }

    var platform: any DeliveryPlatform { run.platform }
    var store: Store { run.store }

    mutating func deliver() async throws(StoreError) {
        try await recover()
        run.progress(.comparing)
        try await findDestinations()
        try await store.refreshOutbox(of: run.company, at: run.now())
        if !run.resends { try await store.leaveOutRefused(of: run.company, in: report.id) }
        try await checkDestinations()
        for work in DeliveryWork.inOrder where isGoingOn {
            if let kind = work.batchKind {
                try await sendBatches(work, kind)
            } else {
                try await call(work)
            }
        }
        try await judgeLone()
        try await conclude()
    }

    var isGoingOn: Bool { halt == nil && !Task.isCancelled }

    /// A failure ends what depends on it: one place, or everything where others would fail alike.
    mutating func failed(_ failure: Failure, at destination: StoredDestination.ID?) {
        report.isCutShort = true
        if !Task.isCancelled { report.note(failure.message) }
        switch failure {
        case .configuration, .fatal, .contract, .item:
            if let destination {
                blocked.insert(destination)
            } else {
                halt = failure
            }
        case .credentials, .rateLimited, .transient: halt = failure
        }
    }

    private mutating func conclude() async throws(StoreError) {
        let backlog =
            try await store.deliveryBacklog(of: run.company)
            + store.undelivered(of: run.deployments.map(\.stored))
        report.waiting = backlog.map(\.pending).reduce(0, +)
        // What was refused in this run waits too, and is told as refused.
        report.waiting -= min(report.waiting, try await store.refusedWaiting(of: run.company, in: report.id))
        var isRateLimited = false
        if case .rateLimited? = halt { isRateLimited = true }
        let isInterrupted = Task.isCancelled
        if isInterrupted { report.note("interrupted; the next delivery goes on") }
        report.conclude(isRateLimited: isRateLimited, isInterrupted: isInterrupted)
    }
}

extension DeliveryWork {
    /// A course is there before it is told of; what takes a call a course comes last, but for statistics,
    /// which may be of courses that come out of the archive.
    static let inOrder: [DeliveryWork] = [.courses, .archive, .restore, .statistics, .tags]
}
