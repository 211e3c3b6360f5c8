import Delivery
import ConfigurationFiles
package import ConnectorKit
package import Runtime

/// Whether what the files lead to is there: a provider's service, or the platform for one group.
package struct OnlineCheck: Sendable {
    /// The id of the provider or platform.
    package let service: String
    /// The ids of the groups concerned.
    package let groups: [String]
    /// What is right.
    package let finding: String
    /// Why it is not; nil if it is.
    package let problem: String?
    /// How each address was reached that this check was the first to ask, whether it answered or not.
    package let routes: [ServiceRoute]
}

extension Configuration {
    /// Asks every provider, and the platform, whether addresses, credentials and rights are right.
    ///
    /// - Parameter tell: told of each as it answers.
    package func checkOnline(
        _ registry: ProviderRegistry, over environment: HostEnvironment, tell: (OnlineCheck) throws -> Void
    ) async rethrows {
        let environment = environment.using(host.network)
        for connection in connections(of: registry) {
            var problem: String?
            let session = environment.session(to: connection)
            do throws(Failure) { try await connection.verify(over: session) } catch {
                problem = error.message
            }
            try tell(
                OnlineCheck(
                    service: connection.provider.descriptor.id, groups: connection.deployments.map(\.group),
                    finding: "reached, credentials accepted", problem: problem, routes: session.routes))
        }
        guard case .external(let lms) = host.platform else { return }
        let platform = PlatformSession(lms, environment: environment)
        var known: [ServiceRoute] = []
        for group in groups {
            guard let admin = group.admin else { continue }
            var failure: Failure?
            do throws(Failure) { try await platform.verify(group: group.id, admin: admin) } catch {
                failure = error
            }
            try tell(
                OnlineCheck(
                    service: platform.name, groups: [group.id],
                    finding: "reached, credentials accepted, \(admin) may administrate the platform",
                    problem: failure?.message, routes: platform.routes.filter { !known.contains($0) }))
            known = platform.routes
            // Whoever cannot sign in for one group cannot for the next.
            if case .credentials? = failure { return }
        }
    }
}

extension HostRuntime {
    /// Asks every provider, and the platform, whether addresses, credentials and rights are right.
    package func checkOnline() async -> [OnlineCheck] {
        var found: [OnlineCheck] = []
        await configuration.checkOnline(registry, over: context.environment) { found.append($0) }
        return found
    }
}
