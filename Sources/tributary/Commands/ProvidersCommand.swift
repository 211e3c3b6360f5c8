import Model
import ArgumentParser
import ConnectorKit
import Host

struct ProvidersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "providers",
        abstract: "What is built in; with an id, all a provider declares about itself.",
        discussion: """
            Machine formats print one record a provider, with the keys \(Record.providerKeys.joined(separator: ", "));
            settings is a list of name, type, required, secret, default, help.
            """)

    @Argument(help: "The id of a provider.") var id: String?
    @Option(help: "human, json, ndjson or csv.") var format = Format.human

    func run() async throws {
        let terminal = Session().terminal
        var providers = builtInProviders.providers
        if let id {
            providers = providers.filter { $0.descriptor.id == id }
            guard !providers.isEmpty else { throw builtInProviders.unknown(id) }
        }
        guard format == .human else {
            return try format.write(providers.map { Record($0) }, keys: Record.providerKeys)
        }
        if id != nil, let provider = providers.first { return try describe(provider, terminal) }
        var table = Table(["ID", "NAME", "OFFERS", "WHAT IT BRINGS"])
        for provider in providers {
            let descriptor = provider.descriptor
            let offers = provider.capabilities.map(\.rawValue).joined(separator: ", ")
            table.add([descriptor.id, descriptor.displayName, offers, descriptor.summary])
        }
        try say(table.text(terminal))
        let idle = builtInProviders.unlistedFolders
        if !idle.isEmpty {
            try say("\nUnder Plugins/ and not on the list in Package.swift: \(idle.joined(separator: ", "))")
        }
    }

    private func describe(_ provider: any Provider, _ terminal: Terminal) throws(Stop) {
        let descriptor = provider.descriptor
        try say(
            "\(terminal.styled("\(descriptor.displayName)", .bold)) (\(descriptor.id)): \(descriptor.summary)"
        )
        try say("Offers: \(provider.capabilities.map(\.rawValue).joined(separator: ", "))")
        try say("Content types: \(descriptor.filters.contentTypes.joined(separator: ", "))")
        for vocabulary in descriptor.filters.others {
            let words = vocabulary.values.isEmpty ? "any text" : vocabulary.values.joined(separator: ", ")
            try say("Filter \(vocabulary.name): \(words)")
        }
        let schedule = provider.schedule
        let stats = schedule.stats.map { ", statistics \($0)" } ?? ""
        try say("Runs daily, unless configured: catalog \(schedule.catalog)\(stats)\n")
        var table = Table(["SETTING", "TYPE", "", "DEFAULT", "WHAT FOR"])
        for setting in descriptor.settings {
            let marks = [setting.required ? "required" : nil, setting.secret ? "secret" : nil].compactMap(
                \.self)
            table.add([
                setting.name, setting.kind.description, marks.joined(separator: ", "),
                setting.defaultValue ?? "",
                setting.help,
            ])
        }
        try say(table.text(terminal))
        guard !descriptor.quirks.isEmpty else { return }
        try say("\nGood to know")
        for quirk in descriptor.quirks { try say("  - \(quirk)") }
    }
}
