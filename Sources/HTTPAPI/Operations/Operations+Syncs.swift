import ConfigurationFiles
import ConnectorKit
import HTTPTypes
import Host
import Model
import Store
import Sync

extension Operation {
    private static let work: [Shape.Field] = [
        .init("kind", .choice(["catalog", "stats", "all"])),
        .init("full", .boolean, required: false, "Read the whole listing again."),
        .init("acceptShrink", .boolean, required: false, "Archive even more than half of what is active."),
        .init("dryRun", .boolean, required: false, "Report what would change without changing anything."),
        .init(
            "deliver", .boolean, required: false,
            "Whether changes are delivered to the LMS afterwards; default: as the environment requires."),
    ]

    static let syncs: [Operation] = [
        .change(
            .post, "/groups/{group}/providers/{provider}/sync", "sync",
            "Sync the connection of a deployment now.", body: .object(work), status: .accepted,
            answer: .named("Sync"), problems: [.conflict], takesKey: true
        ) { call in
            let (group, deployment) = try call.deployment()
            guard deployment.enabled else {
                throw Problem.conflict("\(deployment.provider) is switched off in \(group.name)")
            }
            return try call.sync(SyncRequest(group: group.id, provider: deployment.provider))
        } answering: {
            .object(try await $0.record($1))
        },
        .change(
            .post, "/syncs", "syncAll", "Sync every connection now, or those of a group or of a provider.",
            body: .object(
                [
                    .init("group", .text(minimum: 1, maximum: 200), required: false),
                    .init("provider", .text(minimum: 1, maximum: 200), required: false),
                ] + work), status: .accepted, answer: .named("Sync"), problems: [.conflict, .notFound],
            takesKey: true
        ) { call in
            let request = SyncRequest(
                group: call.body?["group"]?.text, provider: call.body?["provider"]?.text)
            if let group = request.group { _ = try call.caller.group(group) }
            guard
                !call.host.configuration.connections(
                    of: call.host.registry, group: request.group, provider: request.provider
                ).isEmpty
            else { throw Problem.conflict("nothing to sync: no enabled deployment is configured for that") }
            return try call.sync(request)
        } answering: {
            .object(try await $0.record($1))
        },
        Operation(
            method: .get, path: "/syncs/{sync}", id: "getSync",
            summary: "A sync that was started by a call, as long as the host remembers it.", role: .viewer,
            status: .ok, answer: .named("Sync")
        ) { call in .object(try await call.record(try call.sync())) },
    ]
}

extension APICall {
    /// The sync of the path, if the token covers its group.
    func sync() throws(Problem) -> SyncJob {
        guard let job = live.syncs[self["sync"]], token.covers(group: job.request.group) else {
            throw .notFound(
                "there is no sync \"\(self["sync"])\", or it ended long ago; /runs lists its runs")
        }
        return job
    }

    /// The start of the sync that the body asks for.
    fileprivate func sync(_ request: SyncRequest) throws(Problem) -> Change<SyncJob> {
        var request = request
        request.full = body?["full"]?.flag ?? false
        request.acceptShrink = body?["acceptShrink"]?.flag ?? false
        switch body?["kind"]?.text {
        case "catalog": request.kinds = [.catalog]
        case "stats": request.kinds = [.stats]
        default: break
        }
        var options = SyncOptions()
        options.isRehearsal = body?["dryRun"]?.flag ?? false
        options.deliver = body?["deliver"]?.flag
        try requireCover(of: request, options)
        return .sync(request, options) { [request, options] _ in live.sync(request, options) }
    }

    /// Refuses what reaches groups that the token does not cover: a delivery concerns all groups, and a smaller listing
    /// archives in every group that shares the connection.
    private func requireCover(of request: SyncRequest, _ options: SyncOptions) throws(Problem) {
        guard !token.groups.isEmpty else { return }
        guard options.deliver != true else {
            throw .forbidden("this token is limited to groups, and a delivery concerns all of them")
        }
        let connections = host.configuration.connections(
            of: host.registry, group: request.group, provider: request.provider)
        let isCovered = connections.flatMap(\.deployments).allSatisfy { token.covers(group: $0.group) }
        guard !request.acceptShrink || isCovered else {
            throw .forbidden(
                "this token is limited to groups, and others share the connection; what shrank is theirs too")
        }
    }
}
