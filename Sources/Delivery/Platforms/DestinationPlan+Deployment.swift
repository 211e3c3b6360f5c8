package import ConfigurationFiles
package import ConnectorKit

extension DestinationPlan {
    /// The plan of a deployment.
    ///
    /// - Parameters:
    ///   - providerName: names the integration if the file does not: `Acme by Tributary`.
    ///   - names: those of the host's environment.
    package init(
        _ deployment: DeploymentConfiguration, providerName: String, admin: String, names: PlatformNames
    ) {
        let wanted = deployment.integration ?? DeploymentConfiguration.Integration()
        self.init(
            name: names.name(wanted.name ?? "\(providerName) by Tributary"), group: deployment.group,
            admin: admin,
            logo: wanted.logo, defaultProgress: wanted.defaultProgress,
            defaultCompletion: wanted.defaultCompletion, subgroups: wanted.subgroups)
    }
}
