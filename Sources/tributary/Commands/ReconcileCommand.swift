import ArgumentParser
import ConfigurationFiles
import ConnectorKit
import Delivery
import Host
import Model
import Store

struct ReconcileCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reconcile",
        abstract: "Read back what the LMS holds, and mend what people changed there.",
        discussion: """
            Courses that were archived, taken out of the archive, changed, deleted or retagged on the platform,
            attempts that learners opened there and completed, and a changed integration. A course that a person
            archived there stays archived, for the reason platform; `courses unarchive` lifts that, and so does
            taking it out of the archive there. Everything else is brought in line, and what waited is delivered
            too. --dry-run only tells.
            Machine formats print one record for each difference, with the keys
            \(Record.differenceKeys.joined(separator: ", ")).
            difference is one of \(PlatformDifference.Kind.allCases.map(\.rawValue).joined(separator: ", ")).
            Exit status 0: all done; 1: something could not be read, was refused, or still waits; 130:
            interrupted.
            """)

    @OptionGroup var config: ConfigurationOption
    @Option(help: "Only this group (id or name).") var group: String?
    @Flag(help: "Say what differs, and change nothing.") var dryRun = false
    @Option(help: "human, json, ndjson or csv.") var format = Format.human

    func run() async throws {
        let session = Session()
        let host = try await session.host(config)
        let group = try group.map { try host.group($0) }
        let sink = Sink(RecordWriter(format, keys: Record.differenceKeys))
        let limit = session.terminal.isInteractive ? 200 : Int.max
        let table = TableSink(Table(["GROUP", "EXTERNAL ID", "NAME", "DIFFERENCE", "FOUND", "ACTION"]))
        let format = self.format
        let reconciliation = Reconciliation(group: group?.id, isRehearsal: dryRun) { difference in
            if format == .human {
                table.add(difference.row(host.configuration.group(difference.group)?.name), keep: limit)
            } else {
                try? sink.write(Record(difference))
            }
        }
        let report = try await report(host, reconciliation, session)
        if let failure = sink.failure { throw failure }
        if format != .human { try sink.finish() }
        guard let report else {
            let line: TerminalText =
                host.delivery.hasPlatform
                ? "The platform cannot be read back; there is nothing to reconcile."
                : "Results go to the workspace, which holds what it was told; there is nothing to reconcile."
            if format == .human { try say(line) } else { complain(line) }
            return
        }
        let delivering = Delivering(session: session)
        if format == .human {
            let (rows, count) = table.result
            if count > 0 { try say(rows.text(session.terminal)) }
            let more = count > limit ? "; the first \(limit) are shown, --format prints all" : ""
            try say("\(count.grouped) difference\(count == 1 ? "" : "s")\(more)")
            if !dryRun { try say(delivering.summary(report)) }
        }
        try delivering.conclude(report)
    }

    private func report(
        _ host: HostRuntime, _ reconciliation: Reconciliation, _ session: Session
    ) async throws -> DeliveryReport? {
        let meter = ProgressMeter(session.terminal)
        defer { meter.clear() }
        func reconcile(_ host: HostRuntime) async throws -> DeliveryReport? {
            try await host.delivery.reconcile(reconciliation) { meter.show($0) }
        }
        guard !dryRun, host.delivery.hasPlatform else { return try await reconcile(host) }
        return try await host.perform(
            .reconcile(reconciliation.group, isRehearsal: false) { try await reconcile($0) })
    }
}

extension PlatformDifference {
    fileprivate func row(_ group: String?) -> [String] {
        [
            group ?? self.group, externalID ?? "", name ?? "", kind.rawValue,
            "\(user.map { "\($0): " } ?? "")\(found)", action,
        ]
    }
}
