import ConfigurationFiles
import ConnectorKit
import HTTPTypes
import Host
import Model
import Store
import Synchronization

extension Operation {
    static let courses: [Operation] = [
        .list("/groups", "listGroups", "The groups that this token covers.", of: "Group") { call, paging in
            try paging.page(of: call.caller.groups) { Record($0) }
        },
        .list(
            "/groups/{group}/courses", "listCourses",
            "The courses of a group, in order of their external ids.",
            of: "Course",
            parameters: [
                Parameter(
                    name: "search", shape: .text(maximum: 1_000),
                    help: "Words or their beginnings; accents and case do not matter."),
                Parameter(
                    name: "language", shape: .text(minimum: 1, maximum: 100), repeats: true,
                    help: "Such as en, which includes en-US, or en-US; may be repeated."),
                Parameter(
                    name: "type", shape: .text(minimum: 1, maximum: 100), repeats: true,
                    help: "The provider's content type; may be repeated."),
                Parameter(
                    name: "archived", shape: .choice(CourseQuery.Archived.allCases.map(\.rawValue)),
                    help: "Default: no."),
            ]
        ) { call, paging in
            var query = CourseQuery(group: try call.group().id)
            query.search = call.query["search"]?.first
            query.types = call.query["type"] ?? []
            query.languages = try call.languages()
            query.archived = call.query["archived"]?.first.flatMap(CourseQuery.Archived.init) ?? .no
            query.limit = paging.limit
            if let after = paging.after {
                let parts = after.split(separator: "\n", maxSplits: 1).map(String.init)
                guard parts.count == 2 else {
                    throw Paging.wrongCursor
                }
                query.after = (externalID: parts[1], provider: parts[0])
            }
            let found = Mutex<[Course]>([])
            try await call.host.store.forEachCourse(query) { batch in found.withLock { $0 += batch } }
            let courses = found.withLock { $0 }
            let last = courses.count == paging.limit ? courses.last : nil
            return Page(
                items: courses.map { Record($0) },
                next: last.map { "\($0.provider)\n\($0.content.externalID)" })
        },
        Operation(
            method: .get, path: "/groups/{group}/courses/{course}", id: "getCourse", summary: "One course.",
            role: .viewer, status: .ok, answer: .named("Course")
        ) { call in .object(Record(try await call.course())) },
        .change(
            .put, "/groups/{group}/courses/{course}/archive", "archiveCourse", "Archive a course by hand.",
            answer: .named("Course")
        ) {
            .archive(true, try await $0.course())
        } answering: {
            .object(Record($1))
        },
        .change(
            .delete, "/groups/{group}/courses/{course}/archive", "unarchiveCourse",
            "Remove the archiving by hand; other reasons stay.", answer: .named("Course")
        ) {
            .archive(false, try await $0.course())
        } answering: {
            .object(Record($1))
        },
        Operation(
            method: .get, path: "/groups/{group}/courses/{course}/explanation", id: "explainCourse",
            summary: "The source of every field, and why the course is active or archived.", role: .viewer,
            status: .ok, answer: .named("Explanation")
        ) { call in
            let course = try await call.course()
            guard let deployment = try call.group().deployment(of: course.provider),
                let explanation = try await call.host.explain(course.content.externalID, in: deployment)
            else { throw Problem.notFound("\(course.provider) is not deployed in this group any more") }
            return .object(explanation.record)
        },
        .list(
            "/groups/{group}/courses/{course}/tags", "listTags", "The tags of a course with their origin.",
            of: "Tag"
        ) { call, paging in
            let course = try await call.course()
            return try paging.page(of: course.tags) { Record($0) }
        },
        .change(
            .post, "/groups/{group}/courses/{course}/tags", "addTags",
            "Add tags to a course by hand; existing tags stay.",
            body: .object([.init("tags", .list(.text(minimum: 1, maximum: 1_000), maximum: 500))]),
            answer: .object([.init("items", .list(.named("Tag")))])
        ) { call in
            .addTags(call.body?["tags"]?.texts ?? [], to: try await call.course())
        } answering: {
            Self.items($1)
        },
        .change(
            .delete, "/groups/{group}/courses/{course}/tags/{tag}", "removeTag",
            "Remove a tag that was added by hand.", answer: .object([.init("items", .list(.named("Tag")))]),
            problems: [.conflict]
        ) {
            .removeTags([$0["tag"]], from: try await $0.course())
        } answering: {
            Self.items($1)
        },
    ]

    private static func items(_ tags: [CourseTag]) -> JSONValue {
        .object(Record([("items", .list(tags.map { .object(Record($0)) }))]))
    }
}

extension APICall {
    /// The languages in the query.
    func languages() throws(Problem) -> [LanguageTag] {
        do throws(FilterMistake) {
            return try (query["language"] ?? []).map { text throws(FilterMistake) in
                try LanguageTag(given: text)
            }
        } catch {
            throw .badRequest("language: \(error.message)")
        }
    }
}
