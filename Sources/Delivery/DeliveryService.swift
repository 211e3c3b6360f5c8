import ConfigurationFiles
import ConnectorKit
import Crypto
import Foundation
import Model
package import Runtime
package import Store

/// Tells the platform what changed.
package struct DeliveryService: Sendable {
    let context: RunContext
    var store: Store { context.store }

    package init(_ context: RunContext) { self.context = context }

    /// Whether there is a platform to deliver to; the workspace needs no delivery.
    package var hasPlatform: Bool { company != nil }

    /// Whether results are delivered without being asked to (rule E3).
    package var deliversByItself: Bool { hasPlatform && context.isProduction }

    /// Tells the platform what it was not told yet, and waits for what becomes of it.
    ///
    /// - Parameter resending: whether what was refused before is sent again.
    /// - Returns: nil if there is no platform.
    package func deliver(
        resending: Bool = true, progress: @escaping @Sendable (DeliveryProgress) -> Void = { _ in }
    ) async throws(StoreError) -> DeliveryReport? {
        guard let company else { return nil }
        return try await deliver(
            over: PlatformSession(company, environment: context.environment), resending: resending,
            progress: progress)
    }

    /// Delivers over a platform of the caller's.
    package func deliver(
        over platform: any DeliveryPlatform, resending: Bool = true,
        progress: @escaping @Sendable (DeliveryProgress) -> Void = { _ in }
    ) async throws(StoreError) -> DeliveryReport {
        try await run(over: platform, resending: resending, progress)
    }

    /// Reads back what the platform holds, and brings it in line with what it was told (rule D26).
    ///
    /// A rehearsal writes and sends nothing, and leaves no run; the id in its report is 0.
    ///
    /// - Returns: nil if there is no platform, or one that cannot be read back.
    package func reconcile(
        _ reconciliation: Reconciliation, over platform: (any DeliveryPlatform)? = nil,
        progress: @escaping @Sendable (DeliveryProgress) -> Void = { _ in }
    ) async throws(StoreError) -> DeliveryReport? {
        guard let company else { return nil }
        let platform = platform ?? PlatformSession(company, environment: context.environment)
        guard platform.reader != nil else { return nil }
        return try await run(over: platform, reconciliation: reconciliation, progress)
    }

    /// Whether no reconcile came to its end since then, though something was delivered before.
    func isReconcileDue(since time: Date) async throws(StoreError) -> Bool {
        guard let first = try await store.firstRun(of: DeliveryRun.kind), first < time else { return false }
        let last = try await store.newestRuns().first {
            $0.kind == DeliveryRun.reconcileKind && [.done, .incomplete].contains($0.outcome)
        }
        return last.map { $0.started < time } ?? true
    }

    /// Reconciles all groups, noted in the audit trail.
    func reconcileBySchedule() async throws(StoreError) -> DeliveryReport? {
        let entry = try await store.beginAudit(
            who: "schedule", what: "reconcile", subject: "/", before: nil, at: context.now)
        let report = try await reconcile(Reconciliation(group: nil, isRehearsal: false))
        guard let report else {
            try await store.dropAudit(entry)
            return nil
        }
        try await store.finishAudit(entry, after: #"{"run":"\#(report.id.number)"}"#)
        return report
    }

    private func run(
        over platform: any DeliveryPlatform, resending: Bool = true, reconciliation: Reconciliation? = nil,
        _ progress: @escaping @Sendable (DeliveryProgress) -> Void
    ) async throws(StoreError) -> DeliveryReport {
        let key = company?.key ?? platform.name
        let lease = try await context.lease(Self.leaseName(key)) { progress(.waiting) }
        let run = DeliveryRun(
            platform: platform, company: key,
            deployments: try await delivered().filter { reconciliation?.covers($0.stored.group) ?? true },
            names: names, leased: store.under(lease), clock: context.environment.clock,
            now: context.environment.now, resends: resending, reconciliation: reconciliation,
            progress: progress)
        let report: DeliveryReport
        if let reconciliation, reconciliation.isRehearsal {
            report = try await run.compare(reconciliation)
        } else {
            report = try await run.run()
            try await run.leased.expireOutboxes(of: run.company)
            context.environment.telemetry.ended(report.record)
        }
        if report.counters.requests > 0 {
            // Whoever comes next finds a second's budget of writes untouched, even if this task is
            // cancelled.
            let clock = context.environment.clock
            await Task { try? await clock.sleep(for: .seconds(1)) }.value
        }
        lease.release()
        return report
    }

    /// Says what a delivery would send, on a copy of the store.
    ///
    /// - Returns: nil if there is no platform.
    package func rehearse() async throws(StoreError) -> DeliveryRehearsal? {
        guard let company else { return nil }
        let platform = RehearsedPlatform(
            PlatformSession(company, environment: context.environment),
            known: try await knownPlaces(of: company.key))
        // The lease of a copy would keep deliveries of the original waiting.
        let lease = try await context.lease("rehearsal-\(Self.leaseName(company.key))") {}
        let run = DeliveryRun(
            platform: platform, company: company.key, deployments: try await delivered(), names: names,
            leased: store.under(lease), clock: context.environment.clock,
            now: context.environment.now)
        let report = try await run.run()
        lease.release()
        return DeliveryRehearsal(
            platform: platform.name, calls: platform.calls, reasons: report.reasons)
    }

    /// What waits to be delivered, and what was refused; nil if there is no platform.
    ///
    /// - Parameters:
    ///   - limit: how many of the refused are listed.
    ///   - isCurrent: whether it is worked out as of now; otherwise it is as it was last worked out, which a host that
    ///     delivers by itself does after every change.
    package func state(limit: Int? = nil, isCurrent: Bool = true) async throws(StoreError) -> DeliveryState? {
        guard let company else { return nil }
        if isCurrent {
            try await store.refreshOutbox(of: company.key, onlyIfChanged: true, at: context.now)
        }
        return DeliveryState(
            backlog: try await store.deliveryBacklog(of: company.key)
                + store.undelivered(of: try await delivered().map(\.stored)),
            refused: try await store.refusedDeliveries(of: company.key, limit: limit),
            last: try await store.newestRuns().first { $0.kind == DeliveryRun.kind })
    }

    /// Delivers what is to be delivered as of now, and waits for what becomes of it.
    ///
    /// - Parameter resending: whether what was refused before is sent again.
    /// - Returns: nil if there is nothing to deliver, or no platform.
    package func deliverChanges(
        resending: Bool = false, progress: @escaping @Sendable (DeliveryProgress) -> Void = { _ in }
    ) async throws(StoreError) -> DeliveryReport? {
        guard try await isDue(resending: resending) else { return nil }
        return try await deliver(resending: resending, progress: progress)
    }

    /// Whether there is something to deliver, as of now.
    ///
    /// - Parameter resending: whether what was refused before counts.
    private func isDue(resending: Bool) async throws(StoreError) -> Bool {
        guard let company else { return false }
        try await store.refreshOutbox(of: company.key, onlyIfChanged: true, at: context.now)
        let backlog = try await store.deliveryBacklog(of: company.key)
        if backlog.contains(where: { $0.fresh > 0 || resending && $0.pending + $0.unmatched > 0 }) {
            return true
        }
        let known = try await store.destinations(of: company.key).filter(\.isCurrent)
        let active = try await store.deploymentsWithActiveCourses()
        return try await delivered().contains { deployment in
            guard let place = known.first(where: { $0.deployment == deployment.stored.id }) else {
                return active.contains(deployment.stored.id)
            }
            return place.plan != deployment.plan.fingerprint
        }
    }

    /// What waits to be delivered, as it was when that was last worked out; nothing if there is no platform.
    package func backlog() async throws(StoreError) -> [DeliveryBacklog] {
        guard let company else { return [] }
        return try await store.deliveryBacklog(of: company.key)
    }

    /// Has what was set aside tried once more with the next delivery.
    ///
    /// - Returns: how much that is.
    package func replay() async throws(StoreError) -> Int {
        guard let company else { return 0 }
        return try await store.replayDeliveries(of: company.key)
    }

    /// The leases that keep deliveries from each other.
    package var leases: [String] { company.map { [Self.leaseName($0.key)] } ?? [] }

    /// The lease that keeps deliveries to a company from each other.
    package static func leaseName(_ company: String) -> String {
        let hash = SHA256.hash(data: Data(company.utf8)).prefix(8)
        return "delivery-" + hash.map { String(Int($0) + 256, radix: 16).dropFirst() }.joined()
    }

    private var names: PlatformNames { context.isProduction ? .production : .test }

    private func delivered() async throws(StoreError) -> [DeliveredDeployment] {
        let stored = try await store.deployments()
        return context.configuration.deployments.compactMap { deployment in
            guard let admin = context.configuration.group(deployment.group)?.admin,
                let descriptor = context.registry[deployment.provider]?.descriptor,
                let known = stored.first(where: {
                    $0.group == deployment.group && $0.provider == deployment.provider
                })
            else { return nil }
            return DeliveredDeployment(
                known,
                plan: DestinationPlan(
                    deployment, providerName: descriptor.displayName, admin: admin, names: names))
        }
    }

    /// The places there are, by the plan each was brought in line with.
    private func knownPlaces(of company: String) async throws(StoreError) -> [String: String] {
        let known = try await store.destinations(of: company).filter(\.isCurrent)
        return Dictionary(known.map { ($0.plan, $0.remote) }) { first, _ in first }
    }

    /// The company whose platform this host delivers to; nil for the workspace.
    private var company: ConfiguredPlatform? {
        if case .external(let platform) = context.configuration.host.platform { platform } else { nil }
    }
}
