import ConnectorKit
import HTTPTypes
import Host
import Store

extension Operation {
    private static let path = "/groups/{group}/providers/{provider}"

    static let deployments: [Operation] = [
        .list(
            "/groups/{group}/providers", "listDeployments", "The providers that are deployed in a group.",
            of: "Deployment"
        ) { call, paging in
            let group = try call.group()
            return try paging.page(of: group.deployments) { $0.record(in: group) }
        },
        Operation(
            method: .get, path: path, id: "getDeployment", summary: "How a provider runs in a group.",
            role: .viewer, status: .ok, answer: .named("Deployment")
        ) { call in
            let (group, deployment) = try call.deployment()
            return .object(deployment.record(in: group))
        },
        Operation(
            method: .put, path: path + "/filters", id: "setFilters",
            summary: "Replace both filters, in the group's file and in its courses, at once.", role: .admin,
            body: .named("Filters"), status: .ok, answer: .named("Preview"), problems: [.conflict],
            audited: .sent { try $0.deploymentRecord["filters"] ?? .null }
        ) { call in
            let (_, deployment) = try call.deployment()
            let filters = try call.filters(for: deployment)
            do throws(FilterFailure) {
                let changes = try await call.host.setFilters(filters, in: deployment)
                await call.live.reload()
                return .object(Record(preview: changes))
            } catch {
                throw try error.problem
            }
        },
        Operation(
            method: .post, path: path + "/filters/preview", id: "previewFilters",
            summary: "How many courses filters would archive and unarchive.", role: .viewer,
            body: .named("Filters"), status: .ok, answer: .named("Preview")
        ) { call in
            let (_, deployment) = try call.deployment()
            let filters = try call.filters(for: deployment)
            return .object(Record(preview: try await call.host.previewFilters(filters, in: deployment)))
        },
        Operation(
            method: .put, path: path + "/tags", id: "setTagSync",
            summary: "Whether subjects become tags; off, they go at the next sync.", role: .admin,
            body: .object([.init("enabled", .boolean)]), status: .noContent, answer: nil,
            problems: [.conflict],
            audited: .sent {
                .object(Record([("enabled", .boolean(try $0.deployment().deployment.tags))]))
            }
        ) { call in
            let (group, deployment) = try call.deployment()
            do throws(EditRefusal) {
                var edit = try ConfigurationEdit(file: group.file, shownAs: group.shownFile)
                try edit.set(
                    ["providers", deployment.provider, "tags"],
                    to: .boolean(call.body?["enabled"]?.flag ?? false))
                try edit.write()
            } catch {
                throw Problem.conflict(error.message)
            }
            await call.live.reload()
            return .null
        },
        Operation(
            method: .post, path: path + "/sync", id: "sync",
            summary: "Sync the connection of a deployment now; the run shows under /runs.", role: .admin,
            body: .object([
                .init("kind", .choice(["catalog", "stats", "all"])),
                .init("full", .boolean, required: false),
                .init("acceptShrink", .boolean, required: false),
            ]), status: .accepted, answer: .object([.init("started", .boolean)]), problems: [.conflict],
            audited: .made { $0 }
        ) { call in
            let (group, deployment) = try call.deployment()
            guard deployment.enabled else {
                throw Problem.conflict("\(deployment.provider) is switched off in \(group.name)")
            }
            var request = SyncRequest(group: group.id, provider: deployment.provider)
            request.full = call.body?["full"]?.flag ?? false
            request.acceptShrink = call.body?["acceptShrink"]?.flag ?? false
            switch call.body?["kind"]?.text {
            case "catalog": request.kinds = [.catalog]
            case "stats": request.kinds = [.stats]
            default: break
            }
            call.live.sync(request)
            return .object(Record([("started", .boolean(true))]))
        },
    ]
}

extension APICall {
    fileprivate var deploymentRecord: Record {
        get throws {
            let (group, deployment) = try deployment()
            return deployment.record(in: group)
        }
    }

    /// The filters of the body.
    fileprivate func filters(for deployment: DeploymentConfiguration) throws -> Filters {
        do throws(FilterFailure) {
            return try host.filters(
                languages: body?["languages"]?.texts ?? [], contentTypes: body?["contentTypes"]?.texts ?? [],
                of: deployment.provider)
        } catch {
            throw try error.problem
        }
    }
}

extension FilterFailure {
    fileprivate var problem: Problem {
        get throws {
            switch self {
            case .invalid(let message): .badRequest(message)
            case .file(let refusal): .conflict(refusal.message)
            case .store(let error): throw error
            }
        }
    }
}

extension DeploymentConfiguration {
    fileprivate func record(in group: GroupConfiguration) -> Record {
        Record([
            ("group", .text(self.group)), ("provider", .text(provider)), ("enabled", .boolean(enabled)),
            ("tags", .boolean(tags)),
            (
                "filters",
                .object(
                    Record([
                        ("languages", .texts(filters.languages.map(\.text))),
                        ("contentTypes", .texts(filters.contentTypes)),
                    ]))
            ),
            (
                "settings",
                .object(Record(settings.plain.sorted { $0.key < $1.key }.map { ($0.key, .text($0.value)) }))
            ),
            ("secrets", .texts(settings.secretNames.sorted())), ("file", .text(group.shownFile)),
        ])
    }
}
