package import ConfigurationFiles
package import Model
import Store

extension HostRuntime {
    /// The tags of a course, with who gave each.
    ///
    /// - Parameter id: the course's id in this group.
    /// - Throws: ``TagFailure``.
    package func tags(course id: String, in group: GroupConfiguration) async throws(TagFailure) -> [CourseTag]
    {
        try await course(id, in: group).tags
    }

    /// Puts tags on a course by hand, for good: no sync takes them off (rule T2).
    ///
    /// - Parameter names: each is made on the platform where it is missing; case and surrounding space do not
    ///   make another tag.
    /// - Returns: the tags the course has then.
    /// - Throws: ``TagFailure``; then no tag was added.
    package func addTags(_ names: [String], course id: String, in group: GroupConfiguration)
        async throws(TagFailure) -> [CourseTag]
    {
        let names = try tagNames(names)
        let course = try await course(id, in: group)
        do { return try await store.addTags(names, to: course) } catch { throw .store(error) }
    }

    /// Takes tags off a course that a person put there.
    ///
    /// - Returns: the tags the course has then; one that the provider gives as well is among them, as its own.
    /// - Throws: ``TagFailure``, such as for a tag of the provider; then no tag was removed.
    package func removeTags(_ names: [String], course id: String, in group: GroupConfiguration)
        async throws(TagFailure) -> [CourseTag]
    {
        let names = try tagNames(names)
        let course = try await course(id, in: group)
        let removal: TagRemoval
        do { removal = try await store.removeTags(names, from: course) } catch { throw .store(error) }
        switch removal {
        case .removed(let tags): return tags
        case .absent(let names):
            throw .unknown("the course has no tag \(list(names)); nothing was removed")
        case .provided(let names):
            throw .refused(
                """
                \(list(names)) cannot be removed by hand: \(course.provider) gives it with the subjects of the \
                course. It goes with the subject, or with `tags: false` for \(course.provider) in \
                \(group.shownFile) at the next sync; nothing was removed
                """)
        }
    }

    private func course(_ id: String, in group: GroupConfiguration) async throws(TagFailure) -> Course {
        do throws(StoreError) {
            if let number = Int64(id), let course = try await store.course(number, group: group.id) {
                return course
            }
        } catch {
            throw .store(error)
        }
        throw .unknown("\(group.name) has no course \"\(id)\"; `courses` lists the ids")
    }

    private func tagNames(_ texts: [String]) throws(TagFailure) -> [TagName] {
        for text in texts where TagName(text) == nil {
            throw .invalid("\"\(text)\" is no name of a tag; one line that is not empty was expected")
        }
        return TagName.distinct(texts)
    }

    private func list(_ names: [String]) -> String {
        names.map { "\"\($0)\"" }.joined(separator: ", ")
    }
}
