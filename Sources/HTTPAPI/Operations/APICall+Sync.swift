import Delivery
import ConnectorKit
import Sync
import Runtime
import ConfigurationFiles
import Host
import Model
import Store

extension APICall {
    func record(_ job: SyncJob) async throws -> Record {
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
            ("finished", .boolean(job.isFinished)), ("at", at.map { .object($0) } ?? .null),
            ("runs", .list(runs.map { .object($0) })),
            // The calls concern every group.
            ("calls", token.groups.isEmpty ? job.calls.map(JSONValue.texts) ?? .null : .null),
            ("error", .optional(job.error)),
        ])
    }
}

extension SyncJob {
    var progressRecord: Record? {
        progress.map { Record($0.news, kind: $0.kind, run: runs.last) }
    }
}

extension Record {
    /// The progress of a run.
    init(_ progress: RunProgress, kind: RunKind?, run: RunID?) {
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
