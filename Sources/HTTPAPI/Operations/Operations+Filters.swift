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
            "Replace all filters in the group's file, and apply them at once.", body: .named("Filters"),
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
        Operation(
            method: .get, path: path + "/filters/undo", id: "getFiltersBefore",
            summary: "The filters that the last change replaced, as long as it can be undone.",
            role: .viewer, status: .ok,
            answer: .object([
                .init("filters", .nullable(.named("Filters")), "Null if there is nothing to undo."),
                .init("until", .nullable(.time)),
            ])
        ) { call in
            let (_, deployment) = try call.deployment()
            let former = try await call.host.filtersBefore(deployment)
            return .object(
                Record([
                    ("filters", former.map { .object($0.filters.record) } ?? .null),
                    ("until", .time(former?.until)),
                ]))
        },
        .change(
            .post, path + "/filters/undo", "undoFilters",
            "Undo the last change of the filters, within ten minutes, and apply what was before at once.",
            answer: .named("Preview"), problems: [.conflict]
        ) { call in
            let (_, deployment) = try call.deployment()
            guard let former = try await call.host.filtersBefore(deployment) else {
                throw Problem.conflict(
                    "there is nothing to undo: the filters were not changed in the last ten minutes, or again since"
                )
            }
            return .undoFilters(former.filters, in: deployment)
        } answering: {
            .object(Record(preview: $1))
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
                terms: body?["terms"]?.members?.compactMapValues(\.texts) ?? [:], of: deployment.provider)
        } catch {
            throw error.problem
        }
    }
}
