import Delivery
import ConfigurationFiles
import Model
import ArgumentParser
import ConnectorKit
import Foundation
import Host
import Store

struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Every deployment: its courses, its last run, and what is due next.",
        discussion: """
            Machine formats print one record a deployment, with the keys
            \(Record.statusKeys.joined(separator: ", ")).
            nextRun is when something is due next while `serve` runs; nextKind is catalog, stats, or changes
            where only changed statistics are read.
            Of the enrolments of a deployment's connection, unmatched are those whose learner's e-mail address
            the provider does not tell, unknown those in content that is no course yet; both are tried again.
            deliveryPending and the rest are about the LMS of tributary.yaml, null without one: what waits to be
            sent and since when, statistics of learners it does not know (tried again with every delivery), and
            what it refused too often, which `tributary replay` sends again.
            pushPending, pushOldest and pushSetAside are what was accepted to be pushed and waits, since when,
            and what `tributary replay` tries again; null where the provider takes no pushes.
            webhook is what the provider calls; eventsSetAside are what `tributary replay` tries again.
            """)

    @OptionGroup var config: ConfigurationOption
    @Option(help: "human, json, ndjson or csv.") var format = Format.human

    func run() async throws {
        let session = Session()
        let host = try await session.host(config)
        let lines = try await host.status()
        let delivery = try await host.delivery.state(limit: Self.refusedShown)
        guard format == .human else {
            return try format.write(lines.map { Record($0, delivery: delivery) }, keys: Record.statusKeys)
        }
        let configuration = host.configuration.host
        if configuration.environment == .test {
            try say(session.terminal.styled("TEST environment: nothing runs by itself", .yellow))
        }
        guard !lines.isEmpty else {
            return try say("No deployment is configured; `tributary init` writes starter files.")
        }
        let zone = configuration.timezone
        var table = Table(
            [
                "GROUP", "PROVIDER", "ACTIVE", "ARCHIVED", zone.heading("LAST RUN"), "OUTCOME",
                zone.heading("NEXT DUE"),
            ], numeric: [2, 3])
        for line in lines {
            table.add([
                line.group.name, line.deployment.provider, (line.count?.active ?? 0).grouped,
                (line.count?.archived ?? 0).grouped, line.last?.started.minuteText(in: zone) ?? "never",
                line.last.map { $0.outcome?.rawValue ?? "running" } ?? "",
                line.deployment.enabled
                    ? line.next.map { "\($0.time.minuteText(in: zone)) \($0.work.rawValue)" } ?? ""
                    : "switched off",
            ])
        }
        try say(table.text(session.terminal))
        try sayStatistics(lines, zone, session.terminal)
        for error in Set(lines.flatMap(\.errors)).sorted() { try say("last run: \(error)") }
        try sayDelivery(delivery, host, session.terminal)
        try sayWebhooks(lines.map { ($0.group.name, $0.webhook) })
        try sayPushes(lines.compactMap(\.push), host)
    }

    private func sayStatistics(_ lines: [DeploymentStatus], _ zone: TimeZone, _ terminal: Terminal) throws {
        var table = Table(
            [
                "STATISTICS", "PROVIDER", "ATTEMPTS", "UNMATCHED", "UNKNOWN", zone.heading("LAST RUN"),
                "OUTCOME",
            ],
            numeric: [2, 3, 4])
        for line in lines {
            guard let statistics = line.statistics else { continue }
            table.add([
                line.group.name, line.deployment.provider, (statistics.count?.attempts ?? 0).grouped,
                (statistics.count?.unmatched ?? 0).grouped, (statistics.count?.unknown ?? 0).grouped,
                statistics.last?.started.minuteText(in: zone) ?? "never",
                statistics.last.map { $0.outcome?.rawValue ?? "running" } ?? "",
            ])
        }
        guard !table.isEmpty else { return }
        try say()
        try say(table.text(terminal))
    }
}
