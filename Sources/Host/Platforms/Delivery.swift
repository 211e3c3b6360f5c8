/// What is sent in batches.
package enum BatchKind: String, Sendable, CaseIterable {
    /// Courses that are added or replaced.
    case courses
    /// Courses that are archived.
    case archive
    case statistics
}

/// One item as the platform is sent it.
package struct DeliveryItem: Sendable, Hashable {
    /// What the platform's answer names it by, unique within a batch.
    package let key: String
    /// JSON, the same for the same content.
    package let payload: String

    package init(key: String, payload: String) {
        self.key = key
        self.payload = payload
    }
}

/// An operation of the platform, by its id.
package struct OperationID: Sendable, Hashable {
    package let text: String

    package init(_ text: String) { self.text = text }
}

/// What became of one item.
package enum ItemResult: Sendable, Equatable {
    /// Done; the platform's id of what came of it.
    case accepted(resource: String)
    /// Not done, in the platform's words.
    case refused(reason: String)
}

/// What became of a batch.
package struct BatchOutcome: Sendable, Equatable {
    package enum End: Sendable, Equatable {
        case completed
        /// It stopped on the way, in the platform's words; items without result were not done.
        case stopped(String)
        /// The platform does not know the operation, or no longer.
        case forgotten
    }

    package let end: End
    /// By the items' keys.
    package let results: [String: ItemResult]

    package init(end: End, results: [String: ItemResult]) {
        self.end = end
        self.results = results
    }
}

/// What became of the tags of a course.
package enum TagResult: Sendable, Equatable {
    /// The course has them; the ids of those that are there because of the provider alone.
    ///
    /// `leftOut` names those for which the course has no room.
    case tagged(resource: String, owned: Set<String>, leftOut: [String])
    case refused(reason: String)
}
