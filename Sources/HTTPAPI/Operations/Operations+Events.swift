import ConnectorKit
import Sync
import Runtime
import HTTPTypes
import Host
import Model
import Store

extension Operation {
    static let events: [Operation] = [
        .events(
            "/syncs/{sync}/events", "followSync",
            "Follow a sync: events progress (Progress), run (Run, when one ends), and sync (Sync) at its end."
        ) { call in
            let job = try call.sync()
            return ServerEvents(clock: call.host.clock, start: SyncWatch()) { watch in
                try await watch.poll(call.live.syncs[job.id] ?? job, call)
            }.stream
        },
        .events(
            "/runs/{run}/events", "followRun",
            "Follow a run of any process: events progress (Progress), and run (Run) at its end."
        ) { call in
            let run = try await call.run()
            return ServerEvents(clock: call.host.clock, start: "") { sent in
                guard let now = try await call.host.store.run(run.id) else { return .init(isLast: true) }
                guard now.outcome == nil else {
                    return .init(events: [("run", call.record(now).json)], isLast: true)
                }
                let news = call.live.board.progress(of: run.id)
                    .map { Record($0, kind: RunKind(rawValue: now.kind), run: run.id).json }
                guard let news, news != sent else { return .init() }
                sent = news
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

/// What was sent about a sync so far.
private struct SyncWatch: Sendable {
    private var version = -1
    private var sent = ""
    private var ended: Set<RunID> = []

    mutating func poll(_ job: SyncJob, _ call: APICall) async throws -> ServerEvents<SyncWatch>.News {
        guard job.version != version else { return .init() }
        version = job.version
        var news = ServerEvents<SyncWatch>.News()
        for id in job.runs where !ended.contains(id) {
            guard let run = try await call.host.store.run(id), run.outcome != nil else { continue }
            ended.insert(id)
            news.events.append(("run", call.record(run).json))
        }
        if !job.isFinished, let progress = job.progressRecord?.json, progress != sent {
            sent = progress
            news.events.append(("progress", progress))
        }
        if job.isFinished {
            news.events.append(("sync", try await call.record(job).json))
            news.isLast = true
        }
        return news
    }
}
