import Runtime
import ConfigurationFiles
import ArgumentParser
import ConnectorKit
import Host
import Model
import Runtime

struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Validate the configuration files; online: credentials and reachability too.",
        discussion: """
            Every mistake of every file goes to standard error, one line each: file:line:column: message.
            Exit status 0: no mistake; 1: a provider or the LMS cannot be reached, refuses the credentials, or \
            a group's admin lacks the rights; 2: mistakes.
            Online, each https address that was tried is shown with its proxy and its certificate authorities. \
            Machine formats print a record for each check, with the keys
            \(Record.onlineCheckKeys.joined(separator: ", ")).
            addresses has an element for each address, with the keys \
            \(Record.routeKeys.joined(separator: ", ")); each may be null.
            """)

    @OptionGroup var config: ConfigurationOption
    @Flag(help: "Also ask each provider, and the LMS, whether address, credentials and rights are right.")
    var online = false
    @Option(help: "With --online: human, json, ndjson or csv.") var format = Format.human

    func run() async throws {
        let session = Session()
        let configuration = try session.configuration(config)
        let groups = configuration.groups.count
        let deployments = configuration.deployments.count
        complain(
            "\(groups) group\(groups == 1 ? "" : "s"), \(deployments) deployment\(deployments == 1 ? "" : "s"): no mistakes"
        )
        var writer = RecordWriter(format, keys: Record.onlineCheckKeys)
        guard online else { return format == .human ? () : try writer.finish() }
        var failed = false
        try await configuration.checkOnline(builtInProviders, over: .live()) { check in
            if check.problem != nil { failed = true }
            guard format == .human else { return try writer.write(Record(check)) }
            let names = check.groups.map { configuration.group($0)?.name ?? $0 }.joined(separator: ", ")
            complain("\(check.service) for \(names): \(check.problem ?? check.finding)")
            for route in check.routes {
                guard let authorities = route.authorities else { continue }
                let proxy = route.proxy.map { "through the proxy \($0)" } ?? "without a proxy"
                complain("  \(route.address): \(proxy), trusting \(authorities)")
            }
        }
        if format != .human { try writer.finish() }
        if failed { throw Stop(status: ExitStatus.failed, message: "") }
    }
}
