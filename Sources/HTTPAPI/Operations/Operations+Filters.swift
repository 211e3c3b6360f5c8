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
        Operation(
            method: .put, path: path + "/filters", id: "setFilters",
            summary: "Replace both filters in the group's file, and apply them at once.", role: .admin,
            body: .named("Filters"), status: .ok, answer: .named("Preview"), problems: [.conflict],
            audited: .sent { try .object($0.deployment().deployment.filters.record) }, isDelivered: true
        ) { call in
            let (_, deployment) = try call.deployment()
            let filters = try call.filters(for: deployment)
            let changes: StandingChanges
            do throws(FilterFailure) {
                changes = try await call.host.setFilters(filters, in: deployment)
            } catch {
                if case .store(let reason) = error { call.live.report("setFilters: \(reason)") }
                throw error.problem
            }
            if let reason = await call.live.reload() { throw Problem.notInForce(reason) }
            return .object(Record(preview: changes))
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
        do throws(FilterFailure) {
            return try host.filters(
                languages: body?["languages"]?.texts ?? [], contentTypes: body?["contentTypes"]?.texts ?? [],
                of: deployment.provider)
        } catch {
            throw error.problem
        }
    }
}

extension FilterFailure {
    fileprivate var problem: Problem {
        switch self {
        case .invalid(let message): return .badRequest(message)
        case .file(let refusal): return .conflict(refusal.message)
        case .store:
            // The error may name paths and the like, which are for the administrator only.
            var problem = Problem(
                status: .internalServerError,
                detail: "the file is written, but the host could not apply it; its log says why")
            problem.isAfterChange = true
            return problem
        }
    }
}
