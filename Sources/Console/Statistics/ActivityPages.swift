import ConnectorKit
import HTTPAPI
import Host
import Model

/// All courses, and all learners, with their attempts.
enum ActivityPages {
    private static let limit = 50

    static func courses(_ context: PageContext) async throws -> ConsolePage {
        try await page("courses", "listCourseActivity", [], context) { course($0, context) }
    }

    static func learners(_ context: PageContext) async throws -> ConsolePage {
        let user = context.query["user"].map { [("user", $0)] } ?? []
        return try await page("learners", "listLearnerActivity", user, context, learner)
    }

    private static func page(
        _ kind: String, _ operation: String, _ more: [(String, String)], _ context: PageContext,
        _ row: (JSONValue) -> JSONValue
    ) async throws -> ConsolePage {
        let filter = StatisticsFilter(context)
        let cursor = context.query["cursor"].map { [("cursor", $0)] } ?? []
        let query = filter.query + (more + cursor + [("limit", String(limit))]).map { (name: $0, value: $1) }
        let answer = try await context.call(operation, query: query)
        let rows = answer["items"].elements.map(row)
        let path = "/statistics/\(kind)"
        return ConsolePage(
            "statistics-\(kind)", context.words("statistics.\(kind)"), in: .statistics,
            filter.record + [
                (kind, .list(rows)), ("hasRows", .boolean(!rows.isEmpty)),
                ("user", .optional(context.query["user"])),
                ("back", .text(filter.address("/statistics"))),
                ("csv", .text(filter.address(path + ".csv", more))),
                ("nextPage", context.next(answer, at: path, filter.fields + more)),
            ])
    }

    static func course(_ course: JSONValue, _ context: PageContext) -> JSONValue {
        let group = course["group"].plain
        return course.with([
            ("group", .text(context.name(ofGroup: group))),
            ("address", .text("/groups/\(group.percentEncoded)/courses/\(course["id"].plain)")),
        ])
    }

    static func learner(_ learner: JSONValue) -> JSONValue {
        learner.with([
            ("address", .text(Address.query("/statistics/learner", [("user", learner["user"].plain)])))
        ])
    }
}
