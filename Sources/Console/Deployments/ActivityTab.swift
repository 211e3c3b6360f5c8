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
        return try await page(
            .activity, [("runs", .list(context.named(Array(runs)))), ("hasRuns", .boolean(!runs.isEmpty))])
    }
}
