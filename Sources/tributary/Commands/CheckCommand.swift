import ArgumentParser
import ConnectorKit
import Host

struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Validate the configuration files; online: credentials and reachability too.",
        discussion: """
            Every mistake of every file goes to standard error, one line each: file:line:column: message.
            Exit status 0: no mistake; 1: a provider cannot be reached or refuses the credentials; 2: mistakes.
            """)

    @OptionGroup var config: ConfigurationOption
    @Flag(help: "Also ask each provider whether address and credentials are right.") var online = false

    func run() async throws {
        let session = Session()
        let configuration = try session.configuration(config)
        let groups = configuration.groups.count
        let deployments = configuration.deployments.count
        complain(
            "\(groups) group\(groups == 1 ? "" : "s"), \(deployments) deployment\(deployments == 1 ? "" : "s"): no mistakes"
        )
        guard online else { return }
        let outside = Outside.live()
        var failed = false
        for connection in configuration.connections(of: builtInProviders) {
            let names = connection.deployments.map { configuration.group($0.group)?.name ?? $0.group }
            let label = "\(connection.provider.descriptor.id) for \(names.joined(separator: ", "))"
            do throws(Failure) {
                try await connection.verify(over: outside)
                complain("\(label): reached, credentials accepted")
            } catch {
                failed = true
                complain("\(label): \(error.message)")
            }
        }
        if failed { throw Stop(status: ExitStatus.failed, message: "") }
    }
}
