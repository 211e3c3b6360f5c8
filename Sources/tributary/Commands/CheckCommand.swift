import ArgumentParser
import ConnectorKit
import Host

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
        let isPlatformRight = await checkPlatform(configuration, over: outside)
        if failed || !isPlatformRight { throw Stop(status: ExitStatus.failed, message: "") }
    }

    /// Asks the LMS, once for each group that is delivered to it.
    ///
    /// - Returns: whether all is right.
    private func checkPlatform(_ configuration: Configuration, over outside: Outside) async -> Bool {
        guard case .threeSixtyLearning(let lms) = configuration.host.platform else { return true }
        let platform = ThreeSixtyLearning(lms, budget: CompanyBudget(clock: outside.clock), outside: outside)
        var isRight = true
        for group in configuration.groups {
            guard let admin = group.admin else { continue }
            let label = "360learning for \(group.name)"
            do throws(Failure) {
                try await platform.verify(group: group.id, admin: admin)
                complain("\(label): reached, credentials accepted, \(admin) may administrate the platform")
            } catch {
                isRight = false
                complain("\(label): \(error.message)")
                // Whoever cannot sign in for one group cannot for the next.
                if case .credentials = error { break }
            }
        }
        return isRight
    }
}
