import ConnectorKit
import Model
import ConfigurationFiles
import ArgumentParser
import Host
import Store

struct ExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Where every field of a course comes from, and why it is active or archived.",
        discussion: """
            Machine formats print one record with the keys \(Explanation.keys.joined(separator: ", "));
            tags is a list of name, origin; fields one of field, value, source, rule.
            """)

    @OptionGroup var config: ConfigurationOption
    @Argument(help: "The provider's id of the item.") var externalID: String
    @Option(help: "The group's id or name.") var group: String
    @Option(help: "The provider; the default one when left out.") var provider: String?
    @Option(help: "human, json, ndjson or csv.") var format = Format.human

    func run() async throws {
        let session = Session()
        let host = try await session.host(config)
        let group = try host.group(group)
        let deployment = try host.deployment(provider, in: group)
        let explanation = try await host.explain(externalID, in: deployment)
        guard let explanation else {
            let reason = try await host.whyUnexplained(externalID, in: deployment)
            throw Stop.failed("tributary: \(group.name): \(reason); `sync catalog` fetches the catalog")
        }
        guard format == .human else {
            return try format.write([explanation.record], keys: Explanation.keys)
        }
        var table = Table(["FIELD", "VALUE", "FROM", "RULE"])
        for field in explanation.fields {
            let value = field.value.plain
            table.add([
                field.field, value.count > 60 ? value.prefix(59) + "…" : value, field.source, field.rule,
            ])
        }
        try say(table.text(session.terminal))
        try say()
        let state = explanation.verdict
        let style: Terminal.Style = explanation.isActive ? .green : .yellow
        try say("\(session.terminal.styled("\(state)", style)) in \(group.name)")
        for reason in explanation.because { try say("  \(reason)") }
        if let tags = explanation.course?.tags, !tags.isEmpty {
            let list = tags.map { "\($0.name) (\($0.origin.rawValue))" }.joined(separator: ", ")
            try say("tags: \(list)")
        }
    }
}
