/// What a provider declares about itself. Configuration checks, the `providers` command, starter files, the
/// JSON Schema, the provider's documentation page and the console's form all derive from it.
public struct ProviderDescriptor: Sendable {
    /// The id in files and commands, in lower case, such as `acme`.
    public let id: String
    /// The name shown to people, such as `Acme`.
    public let displayName: String
    /// One sentence about the content it offers.
    public let summary: String
    public let settings: [Setting]
    /// The values that a deployment's filters may name.
    public let filters: FilterVocabulary
    /// The times a deployment runs at unless its file sets others.
    public let schedule: DefaultSchedule
    /// What an administrator has to know, one sentence each.
    public let quirks: [String]
    /// The minimum time between the starts of two requests of one connection; nil for no minimum. The host
    /// enforces it, except for requests to this machine, which go to simulators.
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

/// The values that a deployment's filters may name.
public struct FilterVocabulary: Sendable {
    /// The provider's own content types, such as `course` and `video`.
    public let contentTypes: [String]

    /// Languages are not listed: a filter may name any well-formed BCP 47 tag.
    public init(contentTypes: [String]) {
        self.contentTypes = contentTypes
    }
}

/// Daily times as `HH:MM` in the host's time zone.
public struct DefaultSchedule: Sendable, Equatable {
    public let catalog: String
    public let stats: String?

    public init(catalog: String, stats: String? = nil) {
        self.catalog = catalog
        self.stats = stats
    }
}
