import Runtime
import ConfigurationFiles
import ArgumentParser
import ConnectorKit
import Foundation
import Host
import Runtime
import Store

/// What nearly every command takes.
struct ConfigurationOption: ParsableArguments {
    @Option(
        name: .customLong("config"),
        help: ArgumentHelp(
            "The host's configuration file (also TRIBUTARY_CONFIG).", valueName: "file"))
    var file: String?

    /// The file and whether somebody named it: one that was named has to be there.
    func location(_ environment: [String: String]) -> (file: String, named: Bool) {
        let named = file ?? environment["TRIBUTARY_CONFIG"].flatMap { $0.isEmpty ? nil : $0 }
        return (named ?? "tributary.yaml", named != nil)
    }
}

/// The provider meant where neither a command nor the host's file names one.
let defaultProvider = "go1"

/// A command at work: the configuration that was read, and the host over it.
struct Session {
    let environment: [String: String]
    let terminal: Terminal

    init(environment: [String: String] = ProcessInfo.processInfo.environment) {
        self.environment = environment
        terminal = .current(environment)
    }

    /// Reads the configuration; every mistake of every file goes to standard error.
    func configuration(_ option: ConfigurationOption) throws -> Configuration {
        let (file, named) = option.location(environment)
        return try configuration(file: file, explicit: named)
    }

    /// Reads the configuration of a host file; what is worth saying about it goes to standard error.
    func configuration(file: String, explicit: Bool) throws -> Configuration {
        try configuration(from: source(file: file, explicit: explicit))
    }

    func configuration(from source: ConfigurationSource) throws -> Configuration {
        do {
            let configuration = try Configuration.load(source)
            for note in configuration.notes { complain("tributary: \(note)") }
            return configuration
        } catch {
            throw Stop.wrongUsage(describe(error))
        }
    }

    func source(file: String, explicit: Bool) -> ConfigurationSource {
        ConfigurationSource(
            hostFile: file, explicit: explicit,
            workingDirectory: URL(
                filePath: FileManager.default.currentDirectoryPath, directoryHint: .isDirectory),
            environment: environment, registry: builtInProviders, defaultProvider: defaultProvider,
            starters: .current)
    }

    /// Opens the host.
    func host(_ option: ConfigurationOption, telemetry: Telemetry = .silent) async throws -> HostRuntime {
        try await host(over: configuration(option), telemetry: telemetry)
    }

    func host(
        over configuration: Configuration, telemetry: Telemetry = .silent, serves: Bool = false
    ) async throws -> HostRuntime {
        try await HostRuntime.open(
            configuration, registry: builtInProviders, environment: .live(telemetry: telemetry),
            serves: serves)
    }

    /// The host over a store that is left as it is.
    func unopened(_ configuration: Configuration) throws(StoreError) -> HostRuntime {
        try HostRuntime(
            over: configuration, registry: builtInProviders, environment: .live(telemetry: .silent))
    }

    func open(_ configuration: Configuration, telemetry: Telemetry = .silent) async throws(StoreError)
        -> HostRuntime
    {
        try await HostRuntime.open(
            configuration, registry: builtInProviders, environment: .live(telemetry: telemetry))
    }

    func describe(_ mistakes: ConfigurationMistakes) -> TerminalText {
        guard terminal.showsProgress else { return TerminalText(lines: mistakes.description) }
        return TerminalText(lines: mistakes.diagnostics.map(\.rendered).joined(separator: "\n\n"))
    }
}

extension Configuration {
    /// The configured group, by its id or its name.
    func named(_ text: String) throws -> GroupConfiguration {
        if let group = groups.first(where: { $0.id == text }) { return group }
        let named = groups.filter { $0.name.lowercased() == text.lowercased() }
        if let group = named.first {
            guard named.count > 1 else { return group }
            let ids = named.map(\.id).joined(separator: ", ")
            let count = named.count == 2 ? "two" : String(named.count)
            throw Stop.wrongUsage(
                "tributary: \(count) groups are called \"\(text)\"; use the id: \(ids)")
        }
        let known = groups.map { "\($0.id) (\($0.name))" }.joined(separator: ", ")
        let near =
            nearest(text, among: groups.flatMap { [$0.id, $0.name] }).map { "; did you mean \"\($0)\"?" }
            ?? ""
        throw Stop.wrongUsage(
            groups.isEmpty
                ? "tributary: there is no group yet; write one file for each group in \(host.providersDirectory.path), or start with `tributary init`"
                : "tributary: no group \"\(text)\"\(near); configured are \(known)")
    }

}

extension HostRuntime {
    /// The configured group, by its id or its name.
    func group(_ text: String) throws -> GroupConfiguration { try configuration.named(text) }

    /// The deployment of a provider in a group; without a provider, of the default one.
    func deployment(_ provider: String?, in group: GroupConfiguration) throws -> DeploymentConfiguration {
        let id = provider ?? configuration.host.defaultProvider
        if let deployment = group.deployments.first(where: { $0.provider == id }) { return deployment }
        let known = group.deployments.map(\.provider).joined(separator: ", ")
        throw Stop.wrongUsage(
            """
            tributary: \(id) is not deployed in \(group.name) (\(group.shownFile))\
            \(known.isEmpty ? "" : "; deployed are \(known)")
            """)
    }
}

extension HostRuntime {
    /// Makes a change that a command asks for, as the user of this machine.
    func perform<Value>(_ change: Change<Value>) async throws -> Value {
        try await perform(change, by: ChangeActor(user: NSUserName()))
    }
}
