import ArgumentParser
import ConnectorKit
import Foundation
import Host
import Store

struct StatusCommand: AsyncParsableCommand {
    static let keys = [
        "group", "name", "provider", "enabled", "active", "archived", "lastRun", "lastOutcome", "lastError",
        "nextRun", "nextKind",
    ]

    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Every deployment: its courses, its last run, and what is due next.",
        discussion: """
            Machine formats print one record a deployment, with the keys
            \(keys.joined(separator: ", ")).
            nextRun is when something is due next while `serve` runs; nextKind is catalog, stats, or changes
            where only changed statistics are read.
            """)

    @OptionGroup var config: ConfigurationOption
    @Option(help: "human, json, ndjson or csv.") var format = Format.human

    /// One deployment's line.
    private struct Line {
        let group: GroupConfiguration
        let deployment: DeploymentConfiguration
        let count: CourseCount?
        let last: Run?
        let next: (work: ScheduledWork, time: Date)?
    }

    func run() async throws {
        let session = Session()
        let host = try await session.host(config)
        let lines = try await lines(host)
        guard format == .human else {
            var writer = RecordWriter(format, keys: Self.keys)
            for line in lines { try writer.write(record(line)) }
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
        for error in Set(lines.compactMap { $0.last?.error }).sorted() { try say("last run: \(error)") }
    }

    private func lines(_ host: HostRuntime) async throws -> [Line] {
        let (counts, runs) = try await storing { () async throws(StoreError) -> ([CourseCount], [Run]) in
            (try await host.store.courseCounts(), try await host.store.newestRuns())
        }
        let timetable = try await storing { () async throws(StoreError) in try await host.timetable() }
        let now = Date()
        return host.configuration.groups.flatMap { group in
            group.deployments.map { deployment in
                let scheduled = timetable.connections.first {
                    $0.provider == deployment.provider && $0.groups.contains(group.id)
                }
                return Line(
                    group: group, deployment: deployment,
                    count: counts.first { $0.group == group.id && $0.provider == deployment.provider },
                    last: runs.first { $0.provider == deployment.provider && $0.groups.contains(group.id) },
                    next: scheduled.flatMap { timetable.next($0, after: now) })
            }
        }
    }

    private func record(_ line: Line) -> Record {
        let values: [RecordValue] = [
            .text(line.group.id), .text(line.group.name), .text(line.deployment.provider),
            .boolean(line.deployment.enabled), .integer(line.count?.active ?? 0),
            .integer(line.count?.archived ?? 0), .time(line.last?.started),
            .optional(line.last?.outcome?.rawValue), .optional(line.last?.error),
            .time(line.next?.time), .optional(line.next?.work.rawValue),
        ]
        return Record(Array(zip(Self.keys, values)))
    }
}
