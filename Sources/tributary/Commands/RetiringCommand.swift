import ConnectorKit
import ConfigurationFiles
import Model
import ArgumentParser
import Foundation
import Host
import Store

struct RetiringCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retiring",
        abstract: "Content that its provider will retire: when, who uses it, and what to use instead.",
        discussion: """
            Only content whose course is active in some group is listed, the earliest date first, and not what has
            retired. Suggestions are the provider's, asked for with the catalog and with events; no network is
            needed here. What is suggested is active in the group, or without --group in all that use the content.
            Machine formats print one record an item, with the keys
            \(Record.retiringKeys.joined(separator: ", ")).
            retiresAt is ISO 8601 UTC, groups are ids, alternatives external ids, best first; alternatives is null
            where the provider was not asked yet; paths are names.
            """)

    @OptionGroup var config: ConfigurationOption
    @Option(help: "Only what this group uses (id or name).") var group: String?
    @Option(help: "human, json, ndjson or csv.") var format = Format.human

    func run() async throws {
        let session = Session()
        let host = try await session.host(config)
        let group = try group.map { try host.group($0).id }
        let retiring = try await host.store.retiring(group: group, at: host.now)
        guard format == .human else {
            return try format.write(retiring.map { Record($0) }, keys: Record.retiringKeys)
        }
        guard !retiring.isEmpty else { return try say("Nothing in use is about to retire.") }
        let zone = host.configuration.host.timezone
        var table = Table([zone.heading("RETIRES"), "ID", "NAME", "USED IN", "PATHS", "INSTEAD"])
        for content in retiring {
            let groups = content.groups.map { host.configuration.group($0)?.name ?? $0 }
            table.add([
                content.retiresAt.minuteText(in: zone), content.externalID,
                content.name, groups.joined(separator: ", "), content.paths.joined(separator: ", "),
                instead(content),
            ])
        }
        try say(table.text(session.terminal))
    }

    /// The first suggestions, with their names.
    private func instead(_ content: RetiringContent) -> String {
        guard let alternatives = content.alternatives else { return "not asked yet" }
        guard !alternatives.isEmpty else { return "nothing suggested" }
        return alternatives.prefix(3).map { one in
            "\(one.externalID) \(one.name ?? "")"
        }.joined(separator: "; ")
    }
}
