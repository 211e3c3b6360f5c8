import ConfigurationFiles
package import Model
package import Store

/// What a person's word for a course leads to (rule R17).
package enum NamedCourse: Sendable {
    case none
    case one(Course)
    /// Courses of several groups or providers that the word fits equally.
    case several(String)
}

extension HostRuntime {
    /// The course that a person names by its own id, or else by its provider's id.
    ///
    /// - Parameters:
    ///   - group: only a course of this group; nil for any.
    ///   - isSeen: whether courses of a group may be named.
    package func course(named word: String, in group: String?, isSeen: (String) -> Bool = { _ in true })
        async throws(StoreError) -> NamedCourse
    {
        if let id = Int64(word), let course = try await store.course(id) {
            // Nothing else is meant by it, whoever asks.
            return isSeen(course.group) && (group == nil || course.group == group) ? .one(course) : .none
        }
        let courses = try await store.courses(externalID: word, group: group).filter { isSeen($0.group) }
        guard courses.count > 1 else { return courses.first.map(NamedCourse.one) ?? .none }
        let list = courses.map {
            "\($0.id) (\($0.provider), \(configuration.group($0.group)?.name ?? $0.group))"
        }
        return .several(
            "several courses have the provider's id \"\(word)\": \(list.joined(separator: ", ")); name one by its own id"
        )
    }
}
