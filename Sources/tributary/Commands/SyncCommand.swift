import Delivery
import Runtime
import Push
import Sync
import ConfigurationFiles
import ArgumentParser
import ConnectorKit
import Host
import Model
import Push
import Runtime
import Store
import Sync

struct SyncCommand: AsyncParsableCommand {
    enum Kind: String, ExpressibleByArgument, CaseIterable {
        case catalog, stats, all

        var runs: Set<RunKind> {
            switch self {
            case .catalog: [.catalog]
            case .stats: [.stats]
            case .all: Set(RunKind.allCases)
            }
        }
    }

    static let configuration = CommandConfiguration(
        commandName: "sync", abstract: "Fetch from the providers now, and bring the groups' courses in line.",
        discussion: """
            A connection that several groups share is fetched once, for all of them; its catalog before its
            statistics. Of statistics what changed since is read, and everything with --full.
            What learners completed of pushed content is then reported to the providers of the groups with
            `push_completions: true`. With an LMS in tributary.yaml what differs is delivered at the end;
            --dry-run prints the calls that would be made.
            Machine formats print one run record a run, pushes and the delivery included, with the keys
            \(Record.runKeys.joined(separator: ", ")).
            Exit status 0: all done; 1: something failed, was incomplete, is held, or
            was not delivered or reported; 130: interrupted.
            """)

    @OptionGroup var config: ConfigurationOption
    @Argument(help: "What to sync: catalog, stats or all.") var kind = Kind.all
    @Option(help: "Only the connections of this group (id or name).") var group: String?
    @Option(help: "Only this provider.") var provider: String?
    @Flag(help: "Read everything again, from the first page.") var full = false
    @Flag(help: "Say what would change, and change nothing.") var dryRun = false
    @Flag(help: "Archive even if that takes more than half of what is active.") var acceptShrink = false
    @Flag(
        inversion: .prefixedNo,
        help: "Deliver to the LMS, and report completions (default: in production).")
    var deliver: Bool?
    @Option(help: "human, json, ndjson or csv.") var format = Format.human

    func run() async throws {
        let session = Session()
        let configuration = try session.configuration(config)
        var request = SyncRequest(
            group: try group.map { try configuration.named($0).id }, provider: try known(provider))
        request.full = full
        request.acceptShrink = acceptShrink
        request.kinds = kind.runs
        if kind == .stats, let provider { try builtInProviders.require(.stats, of: provider) }
        let (results, delivery, isReported) = try await Syncing(
            session: session, configuration: configuration, format: format, dryRun: dryRun, deliver: deliver
        ).run(request)
        guard !results.isEmpty else {
            throw Stop.wrongUsage(nothing(configuration, request))
        }
        let isDelivered = delivery.map { $0.outcome == .done } ?? true
        if !isDelivered || !isReported || results.contains(where: { $0.report.outcome != .done }) {
            throw Stop(status: ExitStatus.failed, message: "")
        }
    }

    /// Why there is nothing to do: providers without statistics are named only if there is no other.
    private func nothing(_ configuration: Configuration, _ request: SyncRequest) -> TerminalText {
        let connections = configuration.connections(
            of: builtInProviders, group: request.group, provider: request.provider)
        guard kind == .stats, !connections.isEmpty else {
            return "tributary: nothing to sync: no enabled deployment is configured for that"
        }
        let ids = Set(connections.map(\.provider.descriptor.id)).sorted().joined(separator: ", ")
        return "tributary: nothing to sync: \(ids) offers no statistics"
    }

    private func known(_ provider: String?) throws -> String? {
        if let provider, builtInProviders[provider] == nil { throw builtInProviders.unknown(provider) }
        return provider
    }
}

/// A sync somebody watches: progress while it goes, a summary or a record for each run after it.
struct Syncing {
    let session: Session
    let configuration: Configuration
    let format: Format
    var dryRun = false
    /// Nil for what the environment says.
    var deliver: Bool?

    /// - Returns: what was run, the delivery after it, if there was one, and whether every completion that is to
    ///   go to a provider was taken; of a rehearsal, whether all of the delivery could be made.
    func run(_ request: SyncRequest) async throws -> (
        results: [SyncResult], delivery: DeliveryReport?, isReported: Bool
    ) {
        let fetched = try await fetch(request)
        let (results, delivering) = (fetched.results, Delivering(session: session))
        var writer = RecordWriter(format, keys: Record.runKeys)
        for result in results {
            if format == .human {
                try say(summary(result))
            } else {
                try writer.write(Record(result.record, kept: !dryRun && result.isRecorded))
            }
            for remark in result.report.remarks {
                complain("tributary: \(name(of: result.connection)): note: \(remark)")
            }
            if let error = result.report.error {
                complain("tributary: \(name(of: result.connection)): \(error)")
            }
        }
        var isReported = true
        if let host = fetched.host, deliver ?? host.push.reportsByItself, !Task.isCancelled, !results.isEmpty
        {
            isReported = try await ReportingCompletions(host: host).run(group: request.group) { target, run in
                if format == .human {
                    try say(summary(run, target))
                } else {
                    try writer.write(Record(run))
                }
            }
        }
        var delivery: DeliveryReport?
        if let host = fetched.host, deliver ?? host.delivery.deliversByItself, !Task.isCancelled,
            !results.isEmpty
        {
            delivery = try await delivering.deliver(host)
        }
        if let delivery {
            if format == .human {
                try say(delivering.summary(delivery))
            } else {
                try writer.write(Record(delivery.record))
            }
            delivering.tell(delivery)
        }
        if format != .human { try writer.finish() }
        for call in fetched.calls {
            let line: TerminalText = "would \(call)"
            if format == .human { try say(line) } else { complain(line) }
        }
        for reason in fetched.obstacles { complain("tributary: \(reason)") }
        return (results, delivery, isReported && fetched.obstacles.isEmpty)
    }

    /// What a sync, or its rehearsal, left for what comes after it.
    private struct Fetched {
        let results: [SyncResult]
        /// Nil for a rehearsal.
        var host: HostRuntime?
        /// The calls that would be made.
        var calls: [String] = []
        /// Why parts of the delivery would not be made.
        var obstacles: [String] = []
    }

    /// Syncs with a meter that is gone before anything else is said.
    private func fetch(_ request: SyncRequest) async throws -> Fetched {
        let meter = ProgressMeter(session.terminal)
        defer { meter.clear() }
        let show: SyncProgress = { connection, kind, progress in
            meter.show(name(of: connection), kind, progress)
        }
        guard dryRun else {
            let host = try await session.host(over: configuration)
            var options = SyncOptions()
            options.deliver = deliver
            let results = try await host.perform(
                .sync(request, options) { try await $0.sync(request, progress: show) })
            return Fetched(results: results, host: host)
        }
        var (calls, obstacles): ([String], [String]) = ([], [])
        let results = try await HostRuntime.rehearse(
            request, configuration, registry: builtInProviders, environment: .live(), progress: show
        ) { copy throws(StoreError) in
            if deliver ?? copy.push.reportsByItself {
                calls = try await ReportingCompletions.rehearsed(on: copy, group: request.group)
            }
            if deliver ?? copy.delivery.deliversByItself, let found = try await copy.delivery.rehearse() {
                calls += found.calls
                obstacles = found.reasons.map { "delivery to \(found.platform): \($0)" }
            }
        }
        return Fetched(results: results, calls: calls, obstacles: obstacles)
    }

    /// The provider and the groups it serves.
    private func name(of connection: ConfiguredConnection) -> String {
        let names = connection.deployments.map { deployment in
            configuration.group(deployment.group)?.name ?? deployment.group
        }
        return "\(connection.provider.descriptor.id) for \(names.joined(separator: ", "))"
    }

    private func summary(_ run: Run, _ target: PushTarget) -> TerminalText {
        let counters = run.counters
        let outcome = (run.outcome?.rawValue ?? "running").replacing("_", with: " ")
        let told = session.terminal.styled("\(outcome)", run.outcome == .done ? .green : .yellow)
        let reported = (counters.created + counters.updated).grouped
        return """
            \(target.name): pushes \(told)
              rows    \(reported) sent, \(counters.unchanged.grouped) unchanged, \(counters.skipped.grouped) refused
              sent    \(counters.requests.grouped) requests
            """
    }

    private func summary(_ result: SyncResult) -> TerminalText {
        let counters = result.report.counters
        let terminal = session.terminal
        let outcome = result.report.outcome.rawValue.replacing("_", with: " ")
        let style: Terminal.Style = result.report.outcome == .done ? .green : .yellow
        let told = terminal.styled("\(dryRun ? "would be " : "")\(outcome)", style)
        var pairs: [(Int, String)] = [
            (counters.created, "created"), (counters.updated, "updated"), (counters.unchanged, "unchanged"),
        ]
        if result.report.kind == .catalog {
            pairs += [(counters.archived, "archived"), (counters.unarchived, "unarchived")]
        }
        let changes = pairs.map { "\($0.0.grouped) \($0.1)" }.joined(separator: ", ")
        let skipped =
            counters.skipped == 0
            ? ""
            : ", \(counters.skipped.grouped) skipped"
                + (dryRun ? "" : " (`tributary runs \(result.report.id.number)` says why)")
        let fetched = "\(counters.requests.grouped) requests, \(counters.bytes.asBytes)"
        switch result.report.kind {
        case .catalog:
            return """
                \(name(of: result.connection)): \(told)
                  items    \(counters.seen.grouped) seen\(skipped)
                  courses  \(changes)
                  fetched  \(fetched)
                """
        case .stats:
            return """
                \(name(of: result.connection)): statistics \(told)
                  enrolments  \(counters.seen.grouped) seen\(skipped)
                  attempts    \(changes)
                  fetched     \(fetched)
                """
        }
    }
}
