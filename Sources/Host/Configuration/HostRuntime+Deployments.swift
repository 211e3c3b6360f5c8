package import ConnectorKit
package import ConfigurationFiles
import Runtime

extension HostRuntime {
    /// Changes one provider in one group's file, or sets it up there; what the file says is in force when it was
    /// read again.
    ///
    /// - Parameter source: where the configuration came from.
    package func change(
        _ provider: any Provider, in group: GroupConfiguration, _ change: DeploymentChange,
        source: ConfigurationSource
    ) throws(DeploymentRefusal) {
        try DeploymentEdit(
            source: source, host: configuration.host, group: group, provider: provider,
            randomText: context.environment.randomText
        ).apply(change)
    }
}
