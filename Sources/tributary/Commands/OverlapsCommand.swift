import ConnectorKit
import Model
import ConfigurationFiles
import ArgumentParser
import Host
import Store

struct OverlapsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "overlaps",
        abstract: "Courses that more than one group receives, and the filters that cause it.",
        discussion: """
            The same content in two groups is two courses, and a completion counts in both.
            Machine formats print one record a pair of groups, with the keys
            \(Record.overlapKeys.joined(separator: ", ")).
            """)

    @OptionGroup var config: ConfigurationOption
    @Option(help: "human, json, ndjson or csv.") var format = Format.human

    func run() async throws {
        let session = Session()
        let host = try await session.host(config)
        let overlaps = try await host.store.overlaps().pairs
        var writer = RecordWriter(format, keys: Record.overlapKeys)
        for overlap in overlaps {
            let filters = overlap.groups.map { host.filterText(of: overlap.provider, in: $0) }
            guard format == .human else {
                try writer.write(Record(overlap, filters: filters))
                continue
            }
            let names = overlap.groups.map { host.configuration.group($0)?.name ?? $0 }
            let count = overlap.count
            let head = session.terminal.styled("\(names.joined(separator: " and "))", .bold)
            try say(
                "\(head): \(count.grouped) course\(count == 1 ? "" : "s") of \(overlap.provider) in both"
            )
            for filter in filters { try say("  \(filter)") }
            let shown = overlap.externalIDs.prefix(10).joined(separator: ", ")
            try say("  \(shown)\(count > 10 ? ", … (--format prints all)" : "")")
        }
        if format != .human { return try writer.finish() }
        if overlaps.isEmpty { try say("No course reaches more than one group.") }
    }
}
