/// Where the courses of a deployment are to live on a platform.
public struct DestinationPlan: Sendable, Equatable {
    /// The name the platform shows for the provider; unique within a group.
    public var name: String
    /// The platform's group id.
    public var group: String
    /// The e-mail address of the administrator who authors the content.
    public var admin: String
    /// An https URL of an image.
    public var logo: String?
    /// Per cent that a learner has at launch.
    public var defaultProgress: Int
    /// Whether a launch completes the course.
    public var defaultCompletion: Bool
    /// Whether subgroups see the content.
    public var subgroups: Bool

    public init(
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
}

/// A place on the platform that takes courses: the platform's id of it.
public struct Destination: Sendable, Hashable {
    public let id: String

    public init(id: String) { self.id = id }
}
