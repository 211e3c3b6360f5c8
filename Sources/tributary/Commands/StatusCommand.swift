import ArgumentParser
import ConnectorKit
import Foundation
import Host
import Store

struct StatusCommand: AsyncParsableCommand {
    static let keys =
        [
            "group", "name", "provider", "enabled", "active", "archived", "lastRun", "lastOutcome",
            "lastError",
            "nextRun", "nextKind", "attempts", "unmatched", "unknown", "lastStats", "lastStatsOutcome",
            "lastStatsError", "webhook", "webhookError", "eventsPending", "eventsSetAside",
        ] + deliveryKeys + pushKeys

    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Every deployment: its courses, its last run, and what is due next.",
        discussion: """
            Machine formats print one record a deployment, with the keys
            \(keys.joined(separator: ", ")).
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

    /// One deployment's line.
    private struct Line {
        let group: GroupConfiguration
        let deployment: DeploymentConfiguration
        let count: CourseCount?
        let last: Run?
        /// Nil for a provider without statistics.
        let statistics: Statistics?
        /// Nil where the provider does not call back.
        let webhook: WebhookStatus?
        let next: (work: ScheduledWork, time: Date)?

        struct Statistics {
            let count: StatisticsCount?
            let last: Run?
        }
    }

    func run() async throws {
        let session = Session()
        let host = try await session.host(config)
        let lines = try await lines(host)
        let delivery = try await storing { () async throws(StoreError) in
            try await host.deliveryState(limit: Self.refusedShown)
        }
        let pushes = try await storing { () async throws(StoreError) in try await host.pushStatuses() }
        guard format == .human else {
            var writer = RecordWriter(format, keys: Self.keys)
            for line in lines { try writer.write(record(line, delivery, pushes)) }
            return try writer.finish()
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
            ["GROUP", "PROVIDER", "ACTIVE", "ARCHIVED", "LAST RUN", "OUTCOME", "NEXT DUE"], numeric: [2, 3])
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
        let errors = lines.flatMap { [$0.last?.error, $0.statistics?.last?.error] }.compactMap(\.self)
        for error in Set(errors).sorted() { try say("last run: \(error)") }
        try sayDelivery(delivery, host, session.terminal)
        try sayWebhooks(lines.map { ($0.group.name, $0.webhook) })
        try sayPushes(pushes, host)
    }

    private func sayStatistics(_ lines: [Line], _ zone: TimeZone, _ terminal: Terminal) throws {
        var table = Table(
            [
                "STATISTICS", "PROVIDER", "ATTEMPTS", "UNMATCHED", "UNKNOWN", "LAST RUN", "OUTCOME",
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

    private func lines(_ host: HostRuntime) async throws -> [Line] {
        let counts = try await storing { () async throws(StoreError) in try await host.store.courseCounts() }
        let runs = try await storing { () async throws(StoreError) in try await host.store.newestRuns() }
        let statistics = try await storing { () async throws(StoreError) in
            try await host.store.statisticsCounts()
        }
        let timetable = try await storing { () async throws(StoreError) in try await host.timetable() }
        let webhooks = try await storing { () async throws(StoreError) in try await host.webhookStatuses() }
        let now = Date()
        return host.configuration.groups.flatMap { group in
            group.deployments.map { deployment in
                let scheduled = timetable.connections.first {
                    $0.provider == deployment.provider && $0.groups.contains(group.id)
                }
                func last(_ kind: RunKind) -> Run? {
                    runs.first {
                        $0.kind == kind.rawValue && $0.provider == deployment.provider
                            && $0.groups.contains(group.id)
                    }
                }
                let offersStatistics = builtInProviders[deployment.provider] is any StatsProvider
                return Line(
                    group: group, deployment: deployment,
                    count: counts.first { $0.group == group.id && $0.provider == deployment.provider },
                    last: last(.catalog),
                    statistics: offersStatistics
                        ? Line.Statistics(
                            count: statistics.first {
                                $0.group == group.id && $0.provider == deployment.provider
                            }, last: last(.stats)) : nil,
                    webhook: webhooks.first { $0.serves(deployment) },
                    next: scheduled.flatMap { timetable.next($0, after: now) })
            }
        }
    }

    private func record(_ line: Line, _ delivery: DeliveryState?, _ pushes: [PushStatus]) -> Record {
        let push = pushes.first { $0.group == line.group.id && $0.provider == line.deployment.provider }
        let values: [RecordValue] =
            [
                .text(line.group.id), .text(line.group.name), .text(line.deployment.provider),
                .boolean(line.deployment.enabled), .integer(line.count?.active ?? 0),
                .integer(line.count?.archived ?? 0), .time(line.last?.started),
                .optional(line.last?.outcome?.rawValue), .optional(line.last?.error),
                .time(line.next?.time), .optional(line.next?.work.rawValue),
            ] + record(line.statistics) + record(line.webhook) + record(delivery, line.deployment)
            + record(push)
        return Record(Array(zip(Self.keys, values)))
    }

    private func record(_ statistics: Line.Statistics?) -> [RecordValue] {
        [
            .optional(statistics.map { $0.count?.attempts ?? 0 }),
            .optional(statistics.map { $0.count?.unmatched ?? 0 }),
            .optional(statistics.map { $0.count?.unknown ?? 0 }), .time(statistics?.last?.started),
            .optional(statistics?.last?.outcome?.rawValue), .optional(statistics?.last?.error),
        ]
    }
}
