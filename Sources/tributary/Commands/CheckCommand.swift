import Runtime
import ConfigurationFiles
import ArgumentParser
import ConnectorKit
import Host
import Runtime

struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Validate the configuration files; online: credentials and reachability too.",
        discussion: """
            Every mistake of every file goes to standard error, one line each: file:line:column: message.
            Exit status 0: no mistake; 1: a provider or the LMS cannot be reached, refuses the credentials, or \
            a group's admin lacks the rights; 2: mistakes.
            """)

    @OptionGroup var config: ConfigurationOption
    @Flag(help: "Also ask each provider, and the LMS, whether address, credentials and rights are right.")
    var online = false

    func run() async throws {
        let session = Session()
        let configuration = try session.configuration(config)
        let groups = configuration.groups.count
        let deployments = configuration.deployments.count
        complain(
            "\(groups) group\(groups == 1 ? "" : "s"), \(deployments) deployment\(deployments == 1 ? "" : "s"): no mistakes"
        )
        guard online else { return }
        var failed = false
        await configuration.checkOnline(builtInProviders, over: .live()) { check in
            let names = check.groups.map { configuration.group($0)?.name ?? $0 }.joined(separator: ", ")
            if check.problem != nil { failed = true }
            complain("\(check.service) for \(names): \(check.problem ?? check.finding)")
        }
        if failed { throw Stop(status: ExitStatus.failed, message: "") }
    }
}
