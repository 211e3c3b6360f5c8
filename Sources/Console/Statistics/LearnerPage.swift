import ConnectorKit
import HTTPAPI
import Host
import Model
import Store

/// A learner's attempts in the groups that the visitor may see.
enum LearnerPage {
    private static let limit = 50

    static func page(_ context: PageContext) async throws -> ConsolePage {
        guard let user = context.query["user"] else {
            throw Problem.badRequest("user: an e-mail address was expected")
        }
        let cursor = context.query["cursor"].map { [("cursor", $0)] } ?? []
        let answer = try await context.call(
            "listAllAttempts", query: [("user", user), ("limit", String(limit))] + cursor)
        var rows: [JSONValue] = []
        for attempt in answer["items"].elements { rows.append(try await row(attempt, context)) }
        return ConsolePage(
            "learner", user, in: .statistics,
            [
                ("summary", try await context.call("getLearnerStatistics", path: ["user": user])),
                ("attempts", .list(rows)), ("isKnown", .boolean(!rows.isEmpty || !cursor.isEmpty)),
                ("csv", .text(Address.query("/attempts.csv", [("user", user)]))),
                ("nextPage", context.next(answer, at: "/statistics/learner", [("user", user)])),
            ])
    }

    /// An attempt with the name and address of its course.
    private static func row(_ attempt: JSONValue, _ context: PageContext) async throws -> JSONValue {
        let group = attempt["group"].plain
        let course = try await context.host.store.course(
            externalID: attempt["externalCourseId"].plain, provider: attempt["provider"].plain, group: group)
        return attempt.with([
            ("groupName", .text(context.name(ofGroup: group))),
            ("courseName", .text(course?.content.name ?? attempt["externalCourseId"].plain)),
            (
                "address",
                .optional(course.map { "/groups/\(group.percentEncoded)/courses/\($0.id)" })
            ),
        ])
    }
}
