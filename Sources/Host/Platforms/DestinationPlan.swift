package import ConfigurationFiles

/// Where the courses of a deployment are to live on a platform.
package struct DestinationPlan: Sendable, Equatable {
    /// The name the platform shows for the provider; unique within a group.
    package var name: String
    /// The platform's group id.
    package var group: String
    /// The e-mail address of the administrator who authors the content.
    package var admin: String
    /// An https URL of an image.
    package var logo: String?
    /// Per cent that a learner has at launch.
    package var defaultProgress: Int
    /// Whether a launch completes the course.
    package var defaultCompletion: Bool
    /// Whether subgroups see the content.
    package var subgroups: Bool

    package init(
        name: String, group: String, admin: String, logo: String? = nil, defaultProgress: Int = 0,
        defaultCompletion: Bool = false, subgroups: Bool = true
    ) {
        self.name = name
        self.group = group
        self.admin = admin
        self.logo = logo
        self.defaultProgress = defaultProgress
        self.defaultCompletion = defaultCompletion
        self.subgroups = subgroups
    }

    /// What a deployment's file asks for.
    ///
    /// - Parameter providerName: names the integration where the file does not: `Acme by Tributary`.
    package init(
        _ deployment: DeploymentConfiguration, providerName: String, admin: String
    ) {
        let wanted = deployment.integration ?? DeploymentConfiguration.Integration()
        self.init(
            name: wanted.name ?? "\(providerName) by Tributary", group: deployment.group, admin: admin,
            logo: wanted.logo, defaultProgress: wanted.defaultProgress,
            defaultCompletion: wanted.defaultCompletion, subgroups: wanted.subgroups)
    }
}

/// A place on the platform that takes courses: the platform's id of it.
package struct Destination: Sendable, Hashable {
    package let id: String

    package init(id: String) { self.id = id }
}
