/// All configuration files, read and found right.
package struct Configuration: Sendable, Equatable {
    package var host: HostConfiguration
    /// In the order of their files' names.
    package var groups: [GroupConfiguration]
    /// What is no mistake and worth saying, such as a directory of providers that is not there.
    package var notes: [String]

    package init(host: HostConfiguration, groups: [GroupConfiguration] = [], notes: [String] = []) {
        self.host = host
        self.groups = groups
        self.notes = notes
    }

    /// The group of this id.
    package func group(_ id: String) -> GroupConfiguration? { groups.first { $0.id == id } }

    /// All deployments of all groups.
    package var deployments: [DeploymentConfiguration] { groups.flatMap(\.deployments) }
}
