/// What a platform declares about itself, once: the configuration check, the JSON Schema and messages are
/// derived from it.
public struct PlatformDescriptor: Sendable {
    /// Lower-case id used in files and commands, such as `acme-lms`.
    public let id: String
    /// The name people know it by, such as `Acme LMS`.
    public let displayName: String
    /// One sentence: what it is and how it is reached.
    public let summary: String
    public let settings: [Setting]
    /// The names of the settings that tell one company's platform from another's. What a platform has received
    /// is recorded by their values.
    public let identity: [String]
    /// The form of a group's id; nil if any text without white space is one.
    public let groupID: GroupIDForm?
    /// Whether a group needs an administrator: a person of the platform who authors the content.
    public let needsAdministrator: Bool
    public let limits: PlatformLimits

    public init(
        id: String, displayName: String, summary: String, settings: [Setting], identity: [String],
        groupID: GroupIDForm? = nil, needsAdministrator: Bool = false, limits: PlatformLimits
    ) {
        self.id = id
        self.displayName = displayName
        self.summary = summary
        self.settings = settings
        self.identity = identity
        self.groupID = groupID
        self.needsAdministrator = needsAdministrator
        self.limits = limits
    }
}

/// What the ids of a platform's groups look like.
public struct GroupIDForm: Sendable {
    /// In words, as it precedes "was expected" in a message.
    public let expected: String
    public let isValid: @Sendable (String) -> Bool

    public init(expected: String, isValid: @escaping @Sendable (String) -> Bool) {
        self.expected = expected
        self.isValid = isValid
    }
}

/// How much a platform takes; the host keeps within it.
public struct PlatformLimits: Sendable, Equatable {
    /// GET requests a second.
    public let readsPerSecond: Int
    /// All other requests a second.
    public let writesPerSecond: Int
    /// Batches that may be under way at once.
    public let operationsAtOnce: Int
    /// The most items of one batch.
    public let courses: Int
    public let archived: Int
    public let statistics: Int

    public init(
        readsPerSecond: Int, writesPerSecond: Int, operationsAtOnce: Int, courses: Int, archived: Int,
        statistics: Int
    ) {
        self.readsPerSecond = readsPerSecond
        self.writesPerSecond = writesPerSecond
        self.operationsAtOnce = operationsAtOnce
        self.courses = courses
        self.archived = archived
        self.statistics = statistics
    }

    /// The most items of one batch.
    public func largestBatch(of kind: BatchKind) -> Int {
        switch kind {
        case .courses: courses
        case .archive: archived
        case .statistics: statistics
        }
    }
}
