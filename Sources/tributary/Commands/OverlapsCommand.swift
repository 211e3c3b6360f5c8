import ConnectorKit
import Model
import ConfigurationFiles
import ArgumentParser
import Host
import Store

struct OverlapsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "overlaps",
        abstract: "Courses that more than one group receives, or that more than one provider likely has.",
        discussion: """
            The same content in two groups is two courses, and a completion counts in both.
            Machine formats print one record a pair of groups, with the keys
            \(Record.overlapKeys.joined(separator: ", ")).
            With --likely the courses of a group are compared across its providers by title and language.
            Nothing says for sure that they are the same content. Machine formats print one record a title,
            with the keys \(Record.likelyOverlapKeys.joined(separator: ", ")).
            """)

    @OptionGroup var config: ConfigurationOption
    @Flag(help: "Titles that several providers have within a group, in the same language.") var likely = false
    @Option(help: "human, json, ndjson or csv.") var format = Format.human

    func run() async throws {
        let session = Session()
        let host = try await session.host(config)
        if likely { return try await printLikely(host, session.terminal) }
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

    /// How many titles of a group people are shown.
    private static let shown = 20

    private func printLikely(_ host: HostRuntime, _ terminal: Terminal) async throws {
        let overlaps = try await host.store.likelyOverlaps().overlaps
        guard format == .human else {
            var writer = RecordWriter(format, keys: Record.likelyOverlapKeys)
            for overlap in overlaps { try writer.write(Record(overlap)) }
            return try writer.finish()
        }
        if overlaps.isEmpty { return try say("No group has a title of more than one provider.") }
        let groups = Dictionary(grouping: overlaps, by: \.group).sorted { $0.key < $1.key }
        for (number, (group, found)) in groups.enumerated() {
            let name = terminal.styled("\(host.configuration.group(group)?.name ?? group)", .bold)
            let titles = "\(found.count.grouped) title\(found.count == 1 ? "" : "s")"
            try say(
                "\(number > 0 ? "\n" : "")\(name): \(titles) of several providers, likely the same content")
            var table = Table(["NAME", "LANG", "COURSES"])
            for overlap in found.prefix(Self.shown) {
                table.add([
                    overlap.courses[0].name, overlap.courses[0].language,
                    overlap.courses.map { "\($0.provider) \($0.externalID)" }.joined(separator: ", "),
                ])
            }
            try say(table.text(terminal))
            if found.count > Self.shown { try say("… (--format prints all)") }
        }
    }
}
