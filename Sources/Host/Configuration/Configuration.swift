/// All configuration files, read and found right.
public struct Configuration: Sendable, Equatable {
    public var host: HostConfiguration
    /// In the order of their files' names.
    public var groups: [GroupConfiguration]
    /// What is no mistake and worth saying, such as a directory of providers that is not there.
    public var notes: [String]

    public init(host: HostConfiguration, groups: [GroupConfiguration] = [], notes: [String] = []) {
        self.host = host
        self.groups = groups
        self.notes = notes
    }

    /// The group of this id.
    public func group(_ id: String) -> GroupConfiguration? { groups.first { $0.id == id } }

    /// All deployments of all groups.
    public var deployments: [DeploymentConfiguration] { groups.flatMap(\.deployments) }
}
