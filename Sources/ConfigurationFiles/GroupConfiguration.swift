package import Foundation

/// One per-group provider configuration file: which providers run in that group, and how.
package struct GroupConfiguration: Sendable, Equatable {
    /// The platform's group id.
    package var id: String
    /// What people call it; the id if the file gives no name.
    package var name: String
    /// The e-mail address of the connector's administrator.
    package var admin: String?
    /// The file, as changes are written to it.
    package var file: URL
    /// The file as messages name it, such as `providers/sales.yaml`.
    package var shownFile: String
    /// In the order of the file.
    package var deployments: [DeploymentConfiguration]

    package init(
        id: String, name: String, admin: String? = nil, file: URL, shownFile: String,
        deployments: [DeploymentConfiguration]
    ) {
        self.id = id
        self.name = name
        self.admin = admin
        self.file = file
        self.shownFile = shownFile
        self.deployments = deployments
    }

    /// The deployment of this provider.
    package func deployment(of provider: String) -> DeploymentConfiguration? {
        deployments.first { $0.provider == provider }
    }
}
