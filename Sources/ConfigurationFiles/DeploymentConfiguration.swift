package import ConnectorKit
package import Model

/// One provider in one group.
package struct DeploymentConfiguration: Sendable, Equatable {
    package var group: String
    /// The provider's id.
    package var provider: String
    package var enabled = true
    /// Checked against the provider's declaration, its defaults filled in.
    package var settings: Settings
    package var schedule: Schedule
    /// Whether subjects become tags.
    package var tags = false
    package var filters = Filters()
    package var filterPlaces = FilterPlaces()
    /// Whether completions of pushed content go to the provider.
    package var pushCompletions = false
    /// Whether what the group pushed becomes a course of it when the provider lists it (rule P14).
    package var echo = false
    /// What the platform shows of it; nil if the file says nothing.
    package var integration: Integration?

    package init(group: String, provider: String, settings: Settings, schedule: Schedule) {
        self.group = group
        self.provider = provider
        self.settings = settings
        self.schedule = schedule
    }

    /// What a platform calls its integration: the name in the file, or `Acme by Tributary`.
    package func integrationName(of provider: ProviderDescriptor) -> String {
        integration?.name ?? "\(provider.displayName) by Tributary"
    }

    /// When it runs by itself.
    package struct Schedule: Sendable, Equatable {
        /// In order, each once.
        package var catalog: [TimeOfDay]
        package var stats: [TimeOfDay]
        /// How often changes are asked for between these times; nil: never.
        package var changes: Duration?

        package init(catalog: [TimeOfDay] = [], stats: [TimeOfDay] = [], changes: Duration? = nil) {
            self.catalog = catalog
            self.stats = stats
            self.changes = changes
        }
    }

    /// Where the filters are written, for those who ask why a course is archived; nil if they are not.
    package struct FilterPlaces: Sendable, Equatable {
        package var languages: Place?
        package var contentTypes: Place?
        /// By the names of vocabularies.
        package var terms: [String: Place] = [:]

        package init(languages: Place? = nil, contentTypes: Place? = nil) {
            self.languages = languages
            self.contentTypes = contentTypes
        }
    }

    /// How the deployment appears on the platform (rule D7); nil leaves it to the host.
    package struct Integration: Sendable, Equatable {
        package var name: String?
        /// An https URL of an image.
        package var logo: String?
        /// Per cent that a learner has at launch, 0 to 100.
        package var defaultProgress: Int
        /// Whether a launch completes the course.
        package var defaultCompletion: Bool
        /// Whether subgroups see the content.
        package var subgroups: Bool

        package init(
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
