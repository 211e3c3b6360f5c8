import ConfigurationFiles
import ConnectorKit
import HTTPAPI
import Host
import Model

extension DeploymentPage {
    /// The last runs of the deployment's provider in its group.
    func activity() async throws -> ConsolePage {
        _ = try deployed()
        let runs = try await context.list("listRuns").filter { run in
            run["provider"].plain == descriptor.id
                && run["groups"].elements.contains { $0.plain == group.id }
        }.prefix(50)
        let rows = runs.map { run in
            run.with([("outcome", run["outcome"] == .null ? .text("") : run["outcome"])])
        }
        return try await page(
            .activity, [("runs", .list(Array(rows))), ("hasRuns", .boolean(!rows.isEmpty))])
    }
}
