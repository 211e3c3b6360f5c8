package import ConnectorKit
package import Foundation
package import Model
package import Store

/// One delivery: tells a platform what it was not told yet, of all deployments of a company.
///
/// What is to be done is the difference between what should stand and the ledger. A batch is written down
/// before it is sent, and settled with its results in one transaction; so a delivery that was cut off
/// anywhere is taken up by the next, which asks about what is under way and repeats nothing blindly.
package struct DeliveryRun: Sendable {
    /// Of its run records.
    package static let kind = "delivery"
    /// Of those that read back first.
    package static let reconcileKind = "reconcile"

    let platform: any DeliveryPlatform
    let company: String
    let deployments: [DeliveredDeployment]
    let names: PlatformNames
    /// The store under the lease of the company.
    let leased: LeasedStore
    let clock: any Clock<Duration>
    let now: @Sendable () -> Date
    /// Whether what was refused before is sent again.
    let resends: Bool
    /// What is read back before anything is sent; nil for a plain delivery.
    let reconciliation: Reconciliation?
    let progress: @Sendable (DeliveryProgress) -> Void

    /// - Parameters:
    ///   - company: tells companies apart; destinations are kept by it.
    ///   - deployments: those that are configured.
    ///   - names: how the host's environment calls what it makes on the platform.
    ///   - resends: whether what was refused before, for an unknown learner among others, is sent again.
    package init(
        platform: any DeliveryPlatform, company: String, deployments: [DeliveredDeployment],
        names: PlatformNames = .production, leased: LeasedStore, clock: any Clock<Duration>,
        now: @escaping @Sendable () -> Date, resends: Bool = true,
        reconciliation: Reconciliation? = nil,
        progress: @escaping @Sendable (DeliveryProgress) -> Void = { _ in }
    ) {
        self.platform = platform
        self.company = company
        self.deployments = deployments
        self.names = names
        self.leased = leased
        self.clock = clock
        self.now = now
        self.resends = resends
        self.reconciliation = reconciliation
        self.progress = progress
    }

    /// Delivers, and records the run.
    ///
    /// - Throws: ``StoreError`` if not even a record can be kept.
    package func run() async throws(StoreError) -> DeliveryReport {
        let groups = deployments.map(\.stored.group)
        let started = now()
        let kind = reconciliation == nil ? Self.kind : Self.reconcileKind
        let id = try await leased.beginRun(
            kind: kind, provider: platform.name, connection: .every, subject: company,
            groups: groups, at: started)
        var round = DeliveryRound(
            run: self,
            report: DeliveryReport(
                id: id, kind: kind, platform: platform.name, groups: groups, started: started))
        do throws(StoreError) {
            try await round.deliver()
        } catch {
            // The store failed, and may fail again: the record of the run is then the next run's to close.
            round.report.outcome = .failed
            round.report.error = error.description
            try? await finish(&round.report)
            throw error
        }
        try await finish(&round.report)
        return round.report
    }

    /// Says what is not as the platform was told, and writes and sends nothing.
    package func compare(_ reconciliation: Reconciliation) async throws(StoreError) -> DeliveryReport {
        let groups = deployments.map(\.stored.group)
        var round = DeliveryRound(
            run: self,
            report: DeliveryReport(
                id: RunID(0), kind: Self.reconcileKind, platform: platform.name, groups: groups,
                started: now()))
        try await round.readBack(reconciliation)
        (round.report.counters.requests, round.report.counters.bytes) = platform.traffic
        round.concludeReading()
        return round.report
    }

    private func finish(_ report: inout DeliveryReport) async throws(StoreError) {
        (report.counters.requests, report.counters.bytes) = platform.traffic
        report.finished = now()
        try await leased.finishRun(
            report.id, at: report.finished, outcome: report.outcome, error: report.error,
            remarks: report.told, counters: report.counters,
            seconds: report.finished.timeIntervalSince(report.started))
    }
}

/// A deployment whose courses are delivered.
package struct DeliveredDeployment: Sendable {
    package let stored: Deployment
    package let plan: DestinationPlan

    package init(_ stored: Deployment, plan: DestinationPlan) {
        self.stored = stored
        self.plan = plan
    }
}
