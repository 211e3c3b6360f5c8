import Sync
import ConfigurationFiles
import ArgumentParser
import ConnectorKit
import Host
import Model
import Store
import Sync

struct FiltersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "filters", abstract: "Which part of a provider's catalog a group receives.",
        discussion: """
            Machine formats: show has the keys \(Show.keys.joined(separator: ", "));
            set and preview have \(Record.previewKeys.joined(separator: ", ")).
            """,
        subcommands: [Show.self, Set.self, Preview.self])

    /// The deployment a filter belongs to.
    struct Target: ParsableArguments {
        @Option(help: "The group's id or name.") var group: String
        @Option(help: "The provider; the default one when left out.") var provider: String?

        func deployment(_ host: HostRuntime) throws -> (
            group: GroupConfiguration, deployment: DeploymentConfiguration
        ) {
            let group = try host.group(group)
            return (group, try host.deployment(provider, in: group))
        }
    }

    /// The values of all filters.
    struct Values: ParsableArguments {
        @Option(name: .customLong("language"), help: "A language such as en or en-US; may be repeated.")
        var languages: [String] = []
        @Option(name: .customLong("type"), help: "A provider's content type such as video; may be repeated.")
        var types: [String] = []
        @Option(
            name: .customLong("term"),
            help:
                "A word of a vocabulary that the provider declares, such as subject=Design; may be repeated.")
        var terms: [String] = []

        func filters(_ host: HostRuntime, _ deployment: DeploymentConfiguration) throws -> Filters {
            var named: [String: [String]] = [:]
            for term in terms {
                let parts = term.split(separator: "=", maxSplits: 1).map(String.init)
                guard parts.count == 2 else {
                    throw ValidationError(
                        "\"\(term)\" is no term; NAME=WORD was expected, such as subject=Design")
                }
                named[parts[0], default: []].append(parts[1])
            }
            return try host.filters(
                languages: languages, contentTypes: types, terms: named, of: deployment.provider)
        }
    }

    struct Show: AsyncParsableCommand {
        static let keys = ["group", "provider", "languages", "contentTypes", "terms", "file"]
        static let configuration = CommandConfiguration(
            abstract: "Show the filters of a group, and where they are written.",
            discussion: "Machine formats print one record with the keys \(keys.joined(separator: ", ")).")

        @OptionGroup var config: ConfigurationOption
        @OptionGroup var target: Target
        @Option(help: "human, json, ndjson or csv.") var format = Format.human

        func run() async throws {
            let host = try await Session().host(config)
            let (group, deployment) = try target.deployment(host)
            if format == .human {
                return try say("\(group.name), \(deployment.provider): \(host.filterText(deployment))")
            }
            let record = Record([
                ("group", .text(group.id)), ("provider", .text(deployment.provider)),
                ("languages", .texts(deployment.filters.languages.map(\.text))),
                ("contentTypes", .texts(deployment.filters.contentTypes)),
                ("terms", .object(Record(deployment.filters.terms.map { ($0.name, .texts($0.values)) }))),
                ("file", .text(group.shownFile)),
            ])
            try format.write([record], keys: Self.keys)
        }
    }

    struct Set: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Replace all filters of a group, in its file and in its courses, at once.",
            discussion: """
                A filter that is not given becomes empty, and takes everything. With an LMS in tributary.yaml the
                change is delivered; exit status 1 if something of it was refused or still waits.
                Machine formats print one record with the keys \(Record.previewKeys.joined(separator: ", ")).
                """)

        @OptionGroup var config: ConfigurationOption
        @OptionGroup var target: Target
        @OptionGroup var values: Values
        @Option(help: "human, json, ndjson or csv.") var format = Format.human

        func run() async throws {
            let session = Session()
            let host = try await session.host(config)
            let (group, deployment) = try target.deployment(host)
            let filters = try values.filters(host, deployment)
            let changes = try await host.perform(.setFilters(filters, in: deployment))
            try show(changes, format, "\(group.shownFile) is changed", "archived", "active again or new")
            try await Delivering(session: session).runIfDue(host, says: format == .human)
        }
    }

    struct Preview: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say how many courses filters would archive and unarchive.",
            discussion: """
                unarchived counts the courses that would become active, new ones included.
                Machine formats print one record with the keys \(Record.previewKeys.joined(separator: ", ")).
                """)

        @OptionGroup var config: ConfigurationOption
        @OptionGroup var target: Target
        @OptionGroup var values: Values
        @Option(help: "human, json, ndjson or csv.") var format = Format.human

        func run() async throws {
            let host = try await Session().host(config)
            let (group, deployment) = try target.deployment(host)
            let filters = try values.filters(host, deployment)
            let changes = try await host.catalog.preview(filters, in: deployment)
            try show(changes, format, group.name, "would be archived", "would be active again or new")
        }
    }

    private static func show(
        _ changes: StandingChanges, _ format: Format, _ head: String, _ archived: String, _ unarchived: String
    ) throws(Stop) {
        guard format != .human else {
            let more = (changes.unarchived + changes.created).grouped
            return try say("\(head): \(changes.archived.grouped) \(archived), \(more) \(unarchived)")
        }
        try format.write([Record(preview: changes)], keys: Record.previewKeys)
    }
}
