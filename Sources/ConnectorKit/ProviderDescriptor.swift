/// What a provider declares about itself, once: configuration checks, `providers`, starter files, the JSON
/// Schema, its page in the documentation and, later, the console's form are all derived from it.
public struct ProviderDescriptor: Sendable {
    /// Lower-case id used in files and commands, such as `acme`.
    public let id: String
    /// The name people know it by, such as `Acme`.
    public let displayName: String
    /// One sentence: what content it brings.
    public let summary: String
    public let settings: [Setting]
    /// What the filters of a deployment may name.
    public let filters: FilterVocabulary
    /// When a deployment runs where its file does not say.
    public let schedule: DefaultSchedule
    /// What an administrator has to know; one sentence each.
    public let quirks: [String]
    /// The least time between the starts of two requests over one connection, which the host keeps; nil where
    /// the service takes them as they come. Not kept towards this machine, where simulators are.
    public let pace: Duration?

    public init(
        id: String, displayName: String, summary: String, settings: [Setting],
        filters: FilterVocabulary, schedule: DefaultSchedule, quirks: [String] = [],
        pace: Duration? = nil
    ) {
        self.id = id
        self.displayName = displayName
        self.summary = summary
        self.settings = settings
        self.filters = filters
        self.schedule = schedule
        self.quirks = quirks
        self.pace = pace
    }
}

/// The values a deployment's filters may take.
public struct FilterVocabulary: Sendable {
    /// The provider's own content types, such as `course`, `video`.
    public let contentTypes: [String]

    /// Languages are not listed: every well-formed BCP 47 tag may be named.
    public init(contentTypes: [String]) {
        self.contentTypes = contentTypes
    }
}

/// Daily times as `HH:MM`, read in the host's time zone.
public struct DefaultSchedule: Sendable, Equatable {
    public let catalog: String
    public let stats: String?

    public init(catalog: String, stats: String? = nil) {
        self.catalog = catalog
        self.stats = stats
    }
}
