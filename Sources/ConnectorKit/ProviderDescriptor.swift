/// What a provider declares about itself. Configuration checks, the `providers` command, starter files, the
/// JSON Schema, the provider's documentation page and the console's form all derive from it.
public struct ProviderDescriptor: Sendable {
    /// The id in files and commands, in lower case, such as `acme`.
    public let id: String
    /// The name shown to people, such as `Acme`.
    public let displayName: String
    /// One sentence about the content it offers.
    public internal(set) var summary: String
    public internal(set) var settings: [Setting]
    /// The values that a deployment's filters may name.
    public internal(set) var filters: FilterVocabulary
    /// The times a deployment runs at unless its file sets others.
    public let schedule: DefaultSchedule
    /// What an administrator has to know, one sentence each.
    public internal(set) var quirks: [String]
    /// The minimum time between the starts of two requests of one connection; nil for no minimum. The host
    /// enforces it, except for requests to this machine, which go to simulators.
    public let pace: Duration?
    /// The message files of other languages, by the language's code: JSON objects with a text for each of
    /// ``translatable``.
    public let translations: [String: [UInt8]]

    public init(
        id: String, displayName: String, summary: String, settings: [Setting],
        filters: FilterVocabulary, schedule: DefaultSchedule, quirks: [String] = [],
        pace: Duration? = nil, translations: [String: [UInt8]] = [:]
    ) {
        self.id = id
        self.displayName = displayName
        self.summary = summary
        self.settings = settings
        self.filters = filters
        self.schedule = schedule
        self.quirks = quirks
        self.pace = pace
        self.translations = translations
    }
}

/// The values that a deployment's filters may name.
public struct FilterVocabulary: Sendable {
    /// The provider's own content types, such as `course` and `video`.
    public let contentTypes: [String]
    /// Other spellings of these types, such as `LEARNING_PATH` for `learning-path`, in any case.
    public let aliases: [String: String]
    /// Vocabularies of the provider's own, such as subjects.
    public internal(set) var others: [Vocabulary]

    /// Languages are not listed: a filter may name any well-formed BCP 47 tag.
    public init(contentTypes: [String], aliases: [String: String] = [:], others: [Vocabulary] = []) {
        self.contentTypes = contentTypes
        self.aliases = aliases
        self.others = others
    }
}

extension FilterVocabulary {
    /// Returns the content type that a text means; nil if it is none.
    public func contentType(_ text: String) -> String? {
        contentTypes.contains(text) ? text : aliases.value(of: text)
    }
}

/// Words of a provider's own that filters may name, beside languages and content types: `filters: {subject: [Design]}`.
public struct Vocabulary: Sendable, Equatable {
    /// The field of a course whose texts a filter is compared with, ignoring case.
    public enum Field: String, Sendable, CaseIterable {
        case subjects, publisher, authors
    }

    /// The key in files, in lower case and singular, such as `subject`.
    public let name: String
    public let field: Field
    /// The name as people read it: `Job role` for `job-role`.
    public internal(set) var label: String
    /// One sentence for the person who sets the filter.
    public internal(set) var help: String
    /// The words that a filter may name; empty for any text.
    public let values: [String]
    /// Other spellings of these words, such as `it` for `Information Technology`.
    public let aliases: [String: String]

    public init(
        _ name: String, of field: Field, label: String? = nil, help: String, values: [String] = [],
        aliases: [String: String] = [:]
    ) {
        self.name = name
        self.field = field
        self.label = label ?? name.inWords
        self.help = help
        self.values = values
        self.aliases = aliases
    }

    /// Returns the word that a text means, in any case; nil if it is none.
    public func word(_ text: String) -> String? {
        if let word = aliases.value(of: text) { return word }
        return values.isEmpty ? text : values.first { $0.lowercased() == text.lowercased() }
    }
}

extension [String: String] {
    /// The value of a key in any case.
    fileprivate func value(of key: String) -> String? {
        self[key] ?? first { $0.key.lowercased() == key.lowercased() }?.value
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
