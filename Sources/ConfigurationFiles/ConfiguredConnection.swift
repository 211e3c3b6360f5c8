package import ConnectorKit

/// A provider with one set of settings, and the deployments that share it.
package struct ConfiguredConnection: Sendable {
    package let provider: any Provider
    package let settings: Settings
    package internal(set) var deployments: [DeploymentConfiguration]

    package init(
        provider: any Provider, settings: Settings, deployments: [DeploymentConfiguration] = []
    ) {
        self.provider = provider
        self.settings = settings
        self.deployments = deployments
    }
}

extension Configuration {
    /// The connections of the deployments that are switched on: those with equal settings share one.
    ///
    /// - Parameters:
    ///   - group: only connections that this group uses.
    ///   - provider: only connections of this provider.
    package func connections(
        of registry: ProviderRegistry, group: String? = nil, provider: String? = nil
    ) -> [ConfiguredConnection] {
        var found: [ConfiguredConnection] = []
        for deployment in deployments
        where deployment.enabled && provider ?? deployment.provider == deployment.provider {
            guard let module = registry[deployment.provider] else { continue }
            let index = found.firstIndex {
                $0.provider.descriptor.id == deployment.provider && $0.settings == deployment.settings
            }
            if let index {
                found[index].deployments.append(deployment)
            } else {
                found.append(
                    ConfiguredConnection(
                        provider: module, settings: deployment.settings, deployments: [deployment]))
            }
        }
        guard let group else { return found }
        return found.filter { $0.deployments.contains { $0.group == group } }
    }
}
