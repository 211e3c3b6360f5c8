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
        .init("full", .boolean, required: false, "Read everything again, from the first page."),
        .init("acceptShrink", .boolean, required: false, "Archive even more than half of what is active."),
        .init("dryRun", .boolean, required: false, "Tell what would change, and change nothing."),
        .init(
            "deliver", .boolean, required: false,
            "Whether the LMS is told afterwards; without it as the environment says."),
    ]

    static let syncs: [Operation] = [
        Operation(
            method: .post, path: "/groups/{group}/providers/{provider}/sync", id: "sync",
            summary: "Sync the connection of a deployment now.", role: .admin, body: .object(work),
            status: .accepted, answer: .named("Sync"), problems: [.conflict], audited: .made { $0 },
            takesKey: true
        ) { call in
            let (group, deployment) = try call.deployment()
            guard deployment.enabled else {
                throw Problem.conflict("\(deployment.provider) is switched off in \(group.name)")
            }
            return try await call.begin(SyncRequest(group: group.id, provider: deployment.provider))
        },
        Operation(
            method: .post, path: "/syncs", id: "syncAll",
            summary: "Sync every connection now, or those of a group or of a provider.", role: .admin,
            body: .object(
                [
                    .init("group", .text(minimum: 1, maximum: 200), required: false),
                    .init("provider", .text(minimum: 1, maximum: 200), required: false),
                ] + work), status: .accepted, answer: .named("Sync"), problems: [.conflict, .notFound],
            audited: .made { $0 }, takesKey: true
        ) { call in
            let request = SyncRequest(
                group: call.body?["group"]?.text, provider: call.body?["provider"]?.text)
            if let group = request.group { _ = try call.group(group) }
            guard
                !call.host.configuration.connections(
                    of: call.host.registry, group: request.group, provider: request.provider
                ).isEmpty
            else { throw Problem.conflict("nothing to sync: no enabled deployment is configured for that") }
            return try await call.begin(request)
        },
        Operation(
            method: .get, path: "/syncs/{sync}", id: "getSync",
            summary: "A sync that was begun by a call, while the host remembers it.", role: .viewer,
            status: .ok, answer: .named("Sync")
        ) { call in .object(try await call.record(try call.sync())) },
        .events(
            "/syncs/{sync}/events", "followSync",
            "A sync as it goes: events called progress (Progress), run (Run, when one ended), and sync (Sync) at its end."
        ) { call in
            let job = try call.sync()
            return ServerEvents(clock: call.host.clock, start: SyncWatch()) { watch in
                try await watch.look(at: call.live.job(job.id) ?? job, call)
            }.stream
        },
        .events(
            "/runs/{run}/events", "followRun",
            "A run as it goes, in whichever process: events called progress (Progress), and run (Run) at its end."
        ) { call in
            let run = try await call.run()
            return ServerEvents(clock: call.host.clock, start: "") { told in
                guard let now = try await call.host.store.run(run.id) else { return .init(isLast: true) }
                guard now.outcome == nil else {
                    return .init(events: [("run", call.record(now).json)], isLast: true)
                }
                let news = call.live.board.progress(of: run.id)
                    .map { Record($0, kind: RunKind(rawValue: now.kind), run: run.id).json }
                guard let news, news != told else { return .init() }
                told = news
                return .init(events: [("progress", news)])
            }.stream
        },
    ]

    private static func events(
        _ path: String, _ id: String, _ summary: String,
        _ open: @escaping @Sendable (APICall) async throws -> APIStream
    ) -> Operation {
        Operation(
            method: .get, path: path, id: id, summary: summary, role: .viewer, status: .ok, answer: nil,
            streams: Streams(types: ["text/event-stream"], open: open)
        ) { _ in .null }
    }
}

/// What was told of a sync so far.
private struct SyncWatch: Sendable {
    private var version = -1
    private var told = ""
    private var ended: Set<RunID> = []

    mutating func look(at job: SyncJob, _ call: APICall) async throws -> ServerEvents<SyncWatch>.News {
        guard job.version != version else { return .init() }
        version = job.version
        var news = ServerEvents<SyncWatch>.News()
        for id in job.runs where !ended.contains(id) {
            guard let run = try await call.host.store.run(id), run.outcome != nil else { continue }
            ended.insert(id)
            news.events.append(("run", call.record(run).json))
        }
        if !job.isFinished, let progress = job.progressRecord?.json, progress != told {
            told = progress
            news.events.append(("progress", progress))
        }
        if job.isFinished {
            news.events.append(("sync", try await call.record(job).json))
            news.isLast = true
        }
        return news
    }
}

extension APICall {
    /// The sync of the path, where the token covers its group.
    fileprivate func sync() throws(Problem) -> SyncJob {
        guard let job = live.job(self["sync"]), token.covers(group: job.request.group) else {
            throw .notFound(
                "there is no sync \"\(self["sync"])\", or it is long done; /runs tells of its runs")
        }
        return job
    }

    /// Begins what the body asks for.
    fileprivate func begin(_ request: SyncRequest) async throws -> RecordValue {
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
        return .object(try await record(live.sync(request, options)))
    }

    /// What reaches other groups is not for a token that is limited to some: a delivery is of all groups, and a
    /// listing that shrank archives in every group that shares the connection.
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

    fileprivate func record(_ job: SyncJob) async throws -> Record {
        var runs: [Record] = []
        if job.isRehearsal {
            runs = job.results.map { record($0.record, kept: false) }
        } else {
            for id in job.runs { if let run = try await host.store.run(id) { runs.append(record(run)) } }
            if let delivery = job.delivery { runs.append(record(delivery.record)) }
        }
        let at = job.isFinished ? nil : job.progressRecord
        return Record([
            ("id", .text(job.id)), ("group", .optional(job.request.group)),
            ("provider", .optional(job.request.provider)), ("dryRun", .boolean(job.isRehearsal)),
            ("finished", .boolean(job.isFinished)), ("at", at.map(RecordValue.object) ?? .null),
            ("runs", .list(runs.map(RecordValue.object))),
            // They tell of every group.
            ("calls", token.groups.isEmpty ? job.calls.map(RecordValue.texts) ?? .null : .null),
            ("error", .optional(job.error)),
        ])
    }
}

extension SyncJob {
    fileprivate var progressRecord: Record? {
        progress.map { Record($0.news, kind: $0.kind, run: runs.last) }
    }
}

extension Record {
    /// How far a run is.
    fileprivate init(_ progress: RunProgress, kind: RunKind?, run: RunID?) {
        var (rows, total, reason): (Int?, Int?, String?)
        let state: String
        switch progress {
        case .began: state = "began"
        case .waiting: state = "waiting"
        case .listing(let seen, let of): (state, rows, total) = ("listing", seen, of)
        case .restarted(let why): (state, reason) = ("restarted", why)
        case .retrying(let why): (state, reason) = ("retrying", why)
        case .notCalledBack(let why): (state, reason) = ("not_called_back", why)
        case .applying: state = "applying"
        }
        self.init([
            ("run", .optional(run.map { String($0.number) })), ("kind", .optional(kind?.rawValue)),
            ("state", .text(state)), ("rows", .optional(rows)), ("total", .optional(total)),
            ("reason", .optional(reason)),
        ])
    }
}
