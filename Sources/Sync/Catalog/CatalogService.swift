package import ConfigurationFiles
import ConnectorKit
package import Model
package import Runtime
package import Store

/// Reads catalogs, and decides which courses each group has.
package struct CatalogService: Sendable {
    let context: RunContext
    private let statistics: StatisticsService

    package init(_ context: RunContext, _ statistics: StatisticsService) {
        self.context = context
        self.statistics = statistics
    }

    func run(_ run: SupervisedRun, shrink: ShrinkPolicy, full: Bool) async throws(StoreError) -> RunReport {
        guard let provider = run.connection.provider as? any CatalogProvider else {
            throw .damaged("\(run.connection.provider.descriptor.id) has no catalog")
        }
        var report = try await CatalogRun(provider: provider, run: run).run(shrink: shrink, full: full)
        do throws(StoreError) {
            try await statistics.applyToNewCourses()
            // So that nobody who searches waits for it.
            try await context.store.refreshSearch()
        } catch {
            report.fail(error)
        }
        // A provider that did not come to an end is asked for nothing more.
        if report.outcome == .done || report.outcome == .held {
            await askForAlternatives(of: run.connection, run.id, over: run.session)
        }
        return report
    }

    // MARK: - Rules

    /// Applies a rule to the courses of a deployment.
    @discardableResult
    package func apply(_ rule: ArchiveRule, to deployment: Deployment) async throws(StoreError)
        -> StandingChanges
    {
        let changes = try await context.store.apply(rule.standing, to: deployment)
        try await statistics.applyToNewCourses()
        return changes
    }

    /// What filters would change in a deployment, judged from the stored catalog.
    package func preview(_ filters: Filters, in deployment: DeploymentConfiguration)
        async throws(StoreError) -> StandingChanges
    {
        guard let stored = try await context.stored(deployment) else { return StandingChanges() }
        let rule = ArchiveRule(filters: filters, enabled: deployment.enabled, echo: deployment.echo)
        return try await context.store.preview(rule.standing, in: stored)
    }

    /// How many active courses each other group would share with a deployment under filters, judged from the
    /// stored catalog.
    ///
    /// - Returns: the groups that would share any, in the order of the files.
    package func previewOverlaps(_ filters: Filters, in deployment: DeploymentConfiguration)
        async throws(StoreError) -> [(group: GroupConfiguration, courses: Int)]
    {
        guard deployment.enabled, let stored = try await context.stored(deployment) else { return [] }
        var counts: [String: Int] = [:]
        if stored.applied == ArchiveRule(filters: filters, enabled: true, echo: deployment.echo).fingerprint {
            counts = try await context.store.overlaps(of: stored)
        } else {
            for shared in try await context.store.sharedItems(
                of: stored, by: Set(filters.terms.map(\.field)))
            where filters.takes(language: shared.language, type: shared.type)
                && filters.terms.allSatisfy({ $0.takes(shared.texts[$0.field] ?? []) })
            {
                counts[shared.group, default: 0] += shared.count
            }
        }
        return context.configuration.groups.compactMap { group in counts[group.id].map { (group, $0) } }
    }
}
