public import ConnectorKit

/// One provider in one group.
public struct DeploymentConfiguration: Sendable, Equatable {
    public var group: String
    /// The provider's id.
    public var provider: String
    public var enabled = true
    /// Checked against the provider's declaration, its defaults filled in.
    public var settings: Settings
    public var schedule: Schedule
    /// Whether subjects become tags.
    public var tags = false
    public var filters = Filters()
    public var filterPlaces = FilterPlaces()
    /// Whether completions of pushed content go to the provider.
    public var pushCompletions = false
    /// What a 360Learning platform shows of it; nil where the file says nothing.
    public var integration: Integration?

    public init(group: String, provider: String, settings: Settings, schedule: Schedule) {
        self.group = group
        self.provider = provider
        self.settings = settings
        self.schedule = schedule
    }

    /// When it runs by itself.
    public struct Schedule: Sendable, Equatable {
        /// In order, each once.
        public var catalog: [TimeOfDay]
        public var stats: [TimeOfDay]
        /// How often changes are asked for between these times; nil: never.
        public var changes: Duration?

        public init(catalog: [TimeOfDay] = [], stats: [TimeOfDay] = [], changes: Duration? = nil) {
            self.catalog = catalog
            self.stats = stats
            self.changes = changes
        }
    }

    /// Where the filters are written, for those who ask why a course is archived; nil where they are not.
    public struct FilterPlaces: Sendable, Equatable {
        public var languages: Place?
        public var contentTypes: Place?

        public init(languages: Place? = nil, contentTypes: Place? = nil) {
            self.languages = languages
            self.contentTypes = contentTypes
        }
    }

    /// How the deployment appears in 360Learning (reference/lms-api-facts.md A2); nil leaves it to the host.
    public struct Integration: Sendable, Equatable {
        public var name: String?
        /// An https URL of an image.
        public var logo: String?
        /// Per cent that a learner has at launch, 0 to 100.
        public var defaultProgress: Int
        /// Whether a launch completes the course.
        public var defaultCompletion: Bool
        /// Whether subgroups see the content.
        public var subgroups: Bool

        public init(
            name: String? = nil, logo: String? = nil, defaultProgress: Int = 0,
            defaultCompletion: Bool = false, subgroups: Bool = true
        ) {
            self.name = name
            self.logo = logo
            self.defaultProgress = defaultProgress
            self.defaultCompletion = defaultCompletion
            self.subgroups = subgroups
        }
    }
}
