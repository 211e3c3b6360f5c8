/// Content that the host pushes to a provider (rule P1).
public struct PushedContent: Sendable, Equatable, Codable {
    /// The fields, named as in files and the API.
    public enum Field: String, Sendable, CaseIterable {
        case externalReference = "external_reference"
        case title, description
        case launchURL = "launch_url"
        case image, type, language, duration, topics, skills, published, removed
    }

    /// The key. Content with a known reference is updated, other content is created (rule P3).
    public var externalReference: String
    public var title: String
    /// HTML.
    public var description: String
    public var launchURL: String
    public var image: String
    /// The provider's own content type.
    public var type: String
    /// BCP 47.
    public var language: String?
    /// Minutes.
    public var duration: Int?
    /// Ids or names of the provider's taxonomy.
    public var topics: [String]
    public var skills: [String]
    /// Nil leaves the published state unchanged. New content begins unpublished (rule P4).
    public var published: Bool?
    /// A soft delete: the content is unpublished (rule P5).
    public var removed: Bool
    /// Whether this is the row that created the content, sent again. A true ``published`` then publishes
    /// nothing (rule P4). The host sets it; no file and no queue has it.
    public var repeatsCreation = false

    private enum CodingKeys: String, CodingKey {
        case externalReference, title, description, launchURL, image, type, language, duration, topics, skills
        case published, removed
    }

    public init(
        externalReference: String, title: String, description: String, launchURL: String, image: String,
        type: String = "link", language: String? = nil, duration: Int? = nil, topics: [String] = [],
        skills: [String] = [], published: Bool? = nil, removed: Bool = false
    ) {
        self.externalReference = externalReference
        self.title = title
        self.description = description
        self.launchURL = launchURL
        self.image = image
        self.type = type
        self.language = language
        self.duration = duration
        self.topics = topics
        self.skills = skills
        self.published = published
        self.removed = removed
    }
}
