/// What is sent in batches.
public enum BatchKind: String, Sendable, CaseIterable {
    /// Courses that are added or replaced.
    case courses
    /// Courses that are archived.
    case archive
    case statistics
}

/// One item as the platform is sent it.
public struct DeliveryItem: Sendable, Hashable {
    /// What the platform's answer names it by, unique within a batch.
    public let key: String
    /// JSON, the same for the same content.
    public let payload: String

    public init(key: String, payload: String) {
        self.key = key
        self.payload = payload
    }
}

/// An operation of the platform, by its id.
public struct OperationID: Sendable, Hashable {
    public let text: String

    public init(_ text: String) { self.text = text }
}

/// What became of one item.
public enum ItemResult: Sendable, Equatable {
    /// Done; the platform's id of what came of it.
    case accepted(resource: String)
    /// Not done, in the platform's words.
    case refused(reason: String)
}

/// What became of a batch.
public struct BatchOutcome: Sendable, Equatable {
    public enum End: Sendable, Equatable {
        case completed
        /// It stopped on the way, in the platform's words; items without result were not done.
        case stopped(String)
        /// The platform does not know the operation, or no longer.
        case forgotten
    }

    public let end: End
    /// By the items' keys.
    public let results: [String: ItemResult]

    public init(end: End, results: [String: ItemResult]) {
        self.end = end
        self.results = results
    }
}

/// What became of the tags of a course.
public enum TagResult: Sendable, Equatable {
    /// The course has them; the ids of those that are there because of the provider alone.
    ///
    /// `leftOut` names those for which the course has no room.
    case tagged(resource: String, owned: Set<String>, leftOut: [String])
    case refused(reason: String)
}
