import ConfigurationFiles
package import ConnectorKit
import Delivery
import Runtime

extension HostRuntime {
    /// The groups of the platform that no file is about yet, by their names; none for the workspace.
    ///
    /// - Throws: ``Failure`` if the platform cannot be asked.
    package func platformGroups() async throws(Failure) -> [ListedGroup] {
        guard case .external(let lms) = configuration.host.platform else { return [] }
        let groups = try await PlatformSession(lms, environment: context.environment).groups()
        return groups.filter { configuration.group($0.id) == nil }
            .sorted { ($0.name, $0.id) < ($1.name, $1.id) }
    }
}
