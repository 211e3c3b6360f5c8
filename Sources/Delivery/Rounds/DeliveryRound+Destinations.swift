import Model
import ConnectorKit
import Foundation
import Store

extension DeliveryRound {
    /// Makes sure that every deployment with something to deliver has its place as the files want it.
    ///
    /// A deployment that never had a course delivered, and has none to deliver, gets none.
    mutating func findDestinations() async throws(StoreError) {
        let known = try await store.destinations(of: run.company)
        let active = try await store.deploymentsWithActiveCourses()
        for deployment in run.deployments where isGoingOn {
            let current = known.first { $0.deployment == deployment.stored.id && $0.isCurrent }
            guard let current, current.plan == deployment.plan.fingerprint else {
                if current != nil || active.contains(deployment.stored.id) {
                    try await prepare(deployment, known: current)
                }
                continue
            }
            if current.rendering != platform.rendering {
                _ = try await keep(current.remote, of: deployment)
            }
        }
    }

    /// Somebody may have changed or deleted a place on the platform: it is looked at before anything is sent
    /// there.
    mutating func checkDestinations() async throws(StoreError) {
        let waiting = try await store.destinationsWithWork(of: run.company, run: report.id)
        var isChanged = false
        for destination in try await store.destinations(of: run.company)
        where waiting.contains(destination.id) && !prepared.contains(destination.id) && isGoingOn {
            guard destination.isCurrent,
                let deployment = run.deployments.first(where: { $0.stored.id == destination.deployment })
            else {
                try await forgetIfGone(destination)
                continue
            }
            let found = try await prepare(deployment, known: destination)
            guard let found, found != destination.id else { continue }
            isChanged = true
            try await forgetIfGone(destination)
        }
        if isChanged { try await store.refreshOutbox(of: run.company, at: run.now()) }
    }

    /// In a place that is to have no courses any more there is only to archive: with the place that is done.
    mutating func forgetIfGone(_ destination: StoredDestination) async throws(StoreError) {
        let isThere: Bool
        do throws(Failure) {
            isThere = try await platform.has(Destination(id: destination.remote))
        } catch {
            return failed(error, at: destination.id)
        }
        if !isThere { try await leased.forgetDestination(destination.id) }
    }

    @discardableResult
    mutating func prepare(
        _ deployment: DeliveredDeployment, known: StoredDestination?
    ) async throws(StoreError) -> StoredDestination.ID? {
        let remote: String
        do throws(Failure) {
            let same = known.flatMap { deployment.plan.isSamePlace(as: $0.plan) ? $0.remote : nil }
            remote = try await platform.prepare(deployment.plan, known: same.map { Destination(id: $0) }).id
        } catch {
            switch error {
            case .configuration where known == nil, .fatal where known == nil:
                // There is no place yet, so nothing else depends on it.
                report.isCutShort = true
                report.note(error.message)
            default: failed(error, at: known?.id)
            }
            return nil
        }
        let kept = try await keep(remote, of: deployment)
        prepared.insert(kept.id)
        return kept.id
    }

    private func keep(
        _ remote: String, of deployment: DeliveredDeployment
    ) async throws(StoreError) -> StoredDestination {
        try await leased.keepDestination(
            remote, of: deployment.stored.id, company: run.company, plan: deployment.plan.fingerprint,
            rendering: platform.rendering)
    }
}

extension DestinationPlan {
    /// Equal for equal plans.
    var fingerprint: String {
        let parts: [String] = [
            name, group, admin, logo ?? "", String(defaultProgress), String(defaultCompletion),
            String(subgroups),
        ]
        return Self.joined(parts)
    }

    /// Whether a plan of this fingerprint is of the same place, however that is to look.
    func isSamePlace(as fingerprint: String) -> Bool { fingerprint.hasPrefix(Self.joined([name, group])) }

    /// With their lengths, so that no list begins like another by chance.
    private static func joined(_ parts: [String]) -> String {
        parts.map { "\($0.utf8.count):\($0)" }.joined()
    }
}
