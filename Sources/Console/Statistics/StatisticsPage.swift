import ConnectorKit
import ConfigurationFiles
import Model
import Foundation
import HTTPAPI
import Host
import Model
import Store

extension PageRoute {
    static let statistics: [PageRoute] = [.page("/statistics") { try await StatisticsPage.page($0) }]
}

/// Completions over time, and the activity per course, learner and path.
enum StatisticsPage {
    private static let (months, rows, attempts) = (36, 15, 50)

    static func page(_ context: PageContext) async throws -> ConsolePage {
        let group = context.query["group"].flatMap { id in context.groups.first { $0.id == id } }
        let groups = group.map { [$0.id] } ?? context.token.groups
        let store = context.host.store
        let summary = try await store.summary(of: .everybody, groups: groups)
        let completions = Self.months(try await store.completionsByMonth(groups: groups))
        let courses = try await store.busiestCourses(groups: groups, limit: rows)
        let learners = try await store.busiestLearners(groups: groups, limit: rows)
        var fields: [(String, JSONValue)] = [
            ("groups", .list(choices(context, group))), ("summary", .object(Record(summary))),
            ("hours", .integer(summary.timeSpent / 3_600_000)),
            ("hasAttempts", .boolean(summary.attempts > 0)),
            ("chart", BarChart(bars: completions.map { ($0.month, $0.completed) }).record),
            ("split", split(summary)),
            ("months", .list(completions.reversed().map(row))),
            ("courses", .list(courses.map { row($0, context) })),
            ("learners", .list(learners.map(row))), ("paths", .list(try await paths(context, groups))),
            ("group", .optional(group?.id)),
        ]
        if let user = context.query["user"] { fields += try await learner(user, context) }
        return ConsolePage("statistics", "Statistics", in: .statistics, fields)
    }

    /// The last months up to the newest one, including those without completions.
    static func months(_ completions: [MonthOfCompletions]) -> [MonthOfCompletions] {
        func number(_ month: String) -> Int? {
            let parts = month.split(separator: "-").compactMap { Int($0) }
            return parts.count == 2 ? parts[0] * 12 + parts[1] - 1 : nil
        }
        let counts = Dictionary(
            completions.compactMap { entry in number(entry.month).map { ($0, entry.completed) } }
        ) { $1 }
        guard let first = counts.keys.min(), let last = counts.keys.max() else { return [] }
        return (max(first, last - months + 1)...last).map { month in
            let (year, index) = (month / 12, month % 12 + 1)
            return MonthOfCompletions(
                month: "\(year)-\(index < 10 ? "0" : "")\(index)", completed: counts[month] ?? 0)
        }
    }

    private static func split(_ summary: AttemptSummary) -> JSONValue {
        SplitChart(parts: [
            ("completed", summary.completed), ("in progress", summary.attempts - summary.completed),
        ]).record
    }

    private static func choices(_ context: PageContext, _ chosen: GroupConfiguration?) -> [JSONValue] {
        context.groups.map { group in
            .record([
                ("id", .text(group.id)), ("name", .text(group.name)),
                ("isChosen", .boolean(group.id == chosen?.id)),
            ])
        }
    }

    private static func row(_ month: MonthOfCompletions) -> JSONValue {
        .record([("month", .text(month.month)), ("completed", .integer(month.completed))])
    }

    private static func row(_ course: CourseActivity, _ context: PageContext) -> JSONValue {
        .record([
            ("name", .text(course.name)), ("group", .text(context.name(ofGroup: course.group))),
            ("address", .text("/groups/\(course.group.percentEncoded)/courses/\(course.course)")),
            ("learners", .integer(course.learners)), ("attempts", .integer(course.attempts)),
            ("completed", .integer(course.completed)),
        ])
    }

    private static func row(_ learner: LearnerActivity) -> JSONValue {
        .record([
            ("user", .text(learner.user)),
            ("address", .text(Address.query("/statistics", [("user", learner.user)]) + "#learner")),
            ("attempts", .integer(learner.attempts)), ("completed", .integer(learner.completed)),
        ])
    }

    private static func paths(_ context: PageContext, _ groups: [String]) async throws -> [JSONValue] {
        var rows: [JSONValue] = []
        for path in try await context.host.store.paths() {
            let summary = try await context.host.store.summary(of: .path(path.id), groups: groups)
            rows.append(
                .object(
                    Record(summary).with([("id", .text(String(path.id))), ("name", .text(path.name))])))
        }
        return rows
    }

    /// The attempts of a learner in the groups that the visitor may see.
    private static func learner(_ user: String, _ context: PageContext) async throws -> [(
        String, JSONValue
    )] {
        let summary = try await context.call("getLearnerStatistics", path: ["user": user])
        let answer = try await context.call(
            "listAllAttempts", query: [("user", user), ("limit", String(attempts))])
        let rows = answer["items"].elements.map { attempt in
            attempt.with([("groupName", .text(context.name(ofGroup: attempt["group"].plain)))])
        }
        return [
            ("user", .text(user)), ("learner", summary), ("learnerAttempts", .list(rows)),
            ("isKnown", .boolean(!rows.isEmpty)),
        ]
    }
}
