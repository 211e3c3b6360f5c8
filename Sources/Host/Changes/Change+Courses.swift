import ConfigurationFiles
import ConnectorKit
package import Model
import Store

extension Change where Value == Course {
    /// Archives a course by hand, or lifts that; other reasons stay.
    package static func archive(_ archived: Bool, _ course: Course) -> Change {
        Change(
            archived ? "archiveCourse" : "unarchiveCourse", of: "\(course.path)/archive",
            before: .object(Record(course)), followedBy: .delivery, after: { .object(Record($0)) }
        ) { host in
            try await host.store.setManualArchive(archived, course: course.id, group: course.group) ?? course
        }
    }
}

extension Change where Value == [CourseTag] {
    /// Puts tags on a course by hand, for good: no sync takes them off (rule T2).
    ///
    /// - Parameter names: each is made on the platform if it is missing; case and surrounding space do not make
    ///   another tag.
    package static func addTags(_ names: [String], to course: Course) -> Change {
        tags("addTags", of: "\(course.path)/tags", course) { host in
            try await host.store.addTags(try tagNames(names), to: course)
        }
    }

    /// Takes tags that a person put there off a course, all or none; one that the provider gives as well stays, as
    /// its own.
    package static func removeTags(_ names: [String], from course: Course) -> Change {
        let part = names.count == 1 ? "/\(names[0].percentEncoded)" : ""
        return tags("removeTag", of: "\(course.path)/tags\(part)", course) { host in
            switch try await host.store.removeTags(try tagNames(names), from: course) {
            case .removed(let tags): return tags
            case .absent(let names):
                throw ChangeRefusal.unknown("the course has no tag \(list(names)); nothing was removed")
            case .provided(let names):
                let file = host.configuration.group(course.group)?.shownFile ?? "the group's file"
                throw ChangeRefusal.refused(
                    """
                    \(list(names)) cannot be removed by hand: \(course.provider) gives it with the subjects of the \
                    course. It goes with the subject, or with `tags: false` for \(course.provider) in \
                    \(file) at the next sync; nothing was removed
                    """)
            }
        }
    }

    private static func tags(
        _ id: String, of subject: String, _ course: Course,
        _ make: @escaping (HostRuntime) async throws -> [CourseTag]
    ) -> Change {
        Change(
            id, of: subject, before: .texts(course.tags.map(\.name)), followedBy: .delivery,
            after: { .texts($0.map(\.name)) }, make: make)
    }

    private static func tagNames(_ texts: [String]) throws(ChangeRefusal) -> [TagName] {
        for text in texts where TagName(text) == nil {
            let reason = text.trimmed.forbiddenCharacter ?? "is empty; a name was expected"
            throw .invalid("the tag \"\(text)\" \(reason)")
        }
        return TagName.distinct(texts)
    }

    private static func list(_ names: [String]) -> String {
        names.map { "\"\($0)\"" }.joined(separator: ", ")
    }
}

extension Course {
    fileprivate var path: String { "/groups/\(group)/courses/\(id)" }
}
