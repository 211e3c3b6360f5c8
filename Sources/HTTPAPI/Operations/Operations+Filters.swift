package import ConnectorKit
import Sync
import Runtime
package import ConfigurationFiles
import Host
import Model
import Store
import HTTPTypes

extension Operation {
    private static let path = "/groups/{group}/providers/{provider}"

    static let filters: [Operation] = [
        .change(
            .put, path + "/filters", "setFilters",
            "Replace both filters in the group's file, and apply them at once.", body: .named("Filters"),
            answer: .named("Preview"), problems: [.conflict]
        ) { call in
            let (_, deployment) = try call.deployment()
            return .setFilters(try call.filters(for: deployment), in: deployment)
        } answering: {
            .object(Record(preview: $1))
        },
        Operation(
            method: .post, path: path + "/filters/preview", id: "previewFilters",
            summary: "The number of courses that filters would archive and unarchive.", role: .viewer,
            body: .named("Filters"), status: .ok, answer: .named("Preview")
        ) { call in
            let (_, deployment) = try call.deployment()
            let filters = try call.filters(for: deployment)
            return .object(Record(preview: try await call.host.catalog.preview(filters, in: deployment)))
        },
    ]
}

extension Caller {
    /// The groups that receive the same courses as a deployment, with how many.
    ///
    /// - Parameter body: the filters to assume, as the API takes them; those in force if nil.
    package func overlaps(of deployment: DeploymentConfiguration, filters body: JSONValue?) async throws
        -> [(group: GroupConfiguration, courses: Int)]
    {
        let call = APICall(caller: self, path: [:], query: [:], body: body)
        let filters = body == nil ? deployment.filters : try call.filters(for: deployment)
        return try await host.catalog.previewOverlaps(filters, in: deployment).filter {
            token.covers(group: $0.group.id)
        }
    }
}

extension APICall {
    /// The filters in the body.
    fileprivate func filters(for deployment: DeploymentConfiguration) throws -> Filters {
        do throws(ChangeRefusal) {
            return try host.filters(
                languages: body?["languages"]?.texts ?? [], contentTypes: body?["contentTypes"]?.texts ?? [],
                of: deployment.provider)
        } catch {
            throw error.problem
        }
    }
}
