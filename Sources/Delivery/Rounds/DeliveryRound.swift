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
    /// Places that had no course when the delivery began: nobody has an attempt there.
    var unused: Set<StoredDestination.ID> = []
    /// The platform's ids of courses whose fields were others there, and are sent again.
    var resent: [StoredDestination.ID: [String]] = [:]

    init(run: DeliveryRun, report: DeliveryReport) {
        self.run = run
        self.report = report
    }

    var platform: any DeliveryPlatform { run.platform }
    var store: Store { leased.store }
    var leased: LeasedStore { run.leased }

    mutating func deliver() async throws(StoreError) {
        try await recover()
        run.progress(.comparing)
        try await findDestinations()
        for place in try await store.destinations(of: run.company)
        where try await store.deliveredCourses(in: place, after: nil, limit: 1).isEmpty {
            unused.insert(place.id)
        }
        if let reconciliation = run.reconciliation { try await readBack(reconciliation) }
        try await store.refreshOutbox(of: run.company, at: run.now())
        if !run.resends { try await leased.leaveOutRefused(of: run.company, in: report.id) }
        try await checkDestinations()
        for work in DeliveryWork.inOrder where isGoingOn {
            // A course that was replaced may have been deleted there, and made anew without what belongs to it.
            if work == .archive, report.counters.updated > 0 {
                try await store.refreshOutbox(of: run.company, at: run.now())
            }
            if work == .statistics { try await matchOpenAttempts() }
            if let kind = work.batchKind {
                try await sendBatches(work, kind)
            } else {
                try await call(work)
            }
        }
        try await confirmResent()
        try await judgeLone()
        try await conclude()
    }

    var isGoingOn: Bool { halt == nil && !Task.isCancelled }

    /// A failure ends what depends on it: one place, or everything if others would fail alike.
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

    /// Settles the outcome of a reading alone.
    mutating func concludeReading() {
        report.finished = run.now()
        report.conclude(
            isRateLimited: isRateLimited, isInterrupted: Task.isCancelled, isFailed: halt != nil)
    }

    private var isRateLimited: Bool {
        if case .rateLimited? = halt { true } else { false }
    }

    private mutating func conclude() async throws(StoreError) {
        let backlog =
            (try await store.deliveryBacklog(of: run.company)
            + store.undelivered(of: run.deployments.map(\.stored)))
            .filter { run.reconciliation?.covers($0.group) ?? true }
        report.waiting = backlog.map(\.pending).reduce(0, +)
        // What was refused in this run waits too, and is reported as refused.
        report.waiting -= min(report.waiting, try await store.refusedWaiting(of: run.company, in: report.id))
        let isInterrupted = Task.isCancelled
        if isInterrupted { report.note("interrupted; the next delivery goes on") }
        report.conclude(
            isRateLimited: isRateLimited, isInterrupted: isInterrupted,
            isFailed: halt != nil && report.isReconcile)
    }
}

extension DeliveryWork {
    /// A course is there before it is told of; what takes a call a course comes last, but for statistics,
    /// which may be of courses that come out of the archive.
    static let inOrder: [DeliveryWork] = [.courses, .archive, .restore, .statistics, .tags]
}
