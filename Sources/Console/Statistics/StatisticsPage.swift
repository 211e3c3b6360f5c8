import ConfigurationFiles
import ConnectorKit
import Foundation
import HTTPAPI
import Host
import Model

extension PageRoute {
    static let statistics: [PageRoute] = [
        .page("/statistics") { try await StatisticsPage.page($0) },
        .page("/statistics/courses") { try await ActivityPages.courses($0) },
        .page("/statistics/learners") { try await ActivityPages.learners($0) },
        .page("/statistics/learner") { try await LearnerPage.page($0) },
        ListExport("/statistics/courses.csv", Record.courseActivityKeys) {
            ListExport.Call(id: "listCourseActivity", query: StatisticsFilter($0).query)
        }.route,
        ListExport("/statistics/learners.csv", Record.learnerActivityKeys) { context in
            let user = context.query["user"].map { [(name: "user", value: $0)] } ?? []
            return ListExport.Call(
                id: "listLearnerActivity", query: StatisticsFilter(context).query + user)
        }.route,
    ]
}

/// Completions over time, and the activity per course, learner and path.
enum StatisticsPage {
    private static let months = 36

    static func page(_ context: PageContext) async throws -> ConsolePage {
        let filter = StatisticsFilter(context)
        let statistics = try await context.call("getStatistics", query: filter.query)
        let summary: JSONValue = statistics["summary"]
        let completions = Self.months(
            statistics["months"].elements.map { ($0["month"].plain, $0["completed"].integer ?? 0) })
        let chart = BarChart(
            bars: completions.map { ($0.month, $0.completed) },
            unfinished: UTCMonth(context.now)?.text)
        return ConsolePage(
            "statistics", context.words("section.statistics"), in: .statistics,
            filter.record + [
                ("summary", summary),
                ("hours", .integer((summary["timeSpentInMilliseconds"].integer ?? 0) / 3_600_000)),
                ("hasAttempts", .boolean((summary["attempts"].integer ?? 0) > 0)),
                ("hasCompletions", .boolean(!completions.isEmpty)),
                ("charts", .list([chart.record(.wide), chart.record(.narrow)])),
                ("isUnfinished", .boolean(chart.hasUnfinished)), ("split", split(summary, context.words)),
                ("completions", .list(completions.reversed().map { row($0.month, $0.completed) })),
                (
                    "courses",
                    .list(statistics["courses"].elements.map { ActivityPages.course($0, context) })
                ),
                ("learners", .list(statistics["learners"].elements.map(ActivityPages.learner))),
                ("paths", .list(statistics["paths"].elements.map(path))),
                ("hasPaths", .boolean(!statistics["paths"].elements.isEmpty)),
                ("allCourses", .text(filter.address("/statistics/courses"))),
                ("allLearners", .text(filter.address("/statistics/learners"))),
                ("csv", .text(attempts(context.query["group"]))),
            ])
    }

    /// The last months up to the newest one, including those without completions.
    static func months(_ completions: [(month: String, completed: Int)]) -> [(month: String, completed: Int)]
    {
        func number(_ month: String) -> Int? {
            let parts = month.split(separator: "-").compactMap { Int($0) }
            return parts.count == 2 ? parts[0] * 12 + parts[1] - 1 : nil
        }
        let counts = Dictionary(
            completions.compactMap { entry in number(entry.month).map { ($0, entry.completed) } }
        ) { $1 }
        guard let first = counts.keys.min(), let last = counts.keys.max() else { return [] }
        return (max(first, last - months + 1)...last).map { month in
            (UTCMonth(number: month).text, counts[month] ?? 0)
        }
    }

    private static func split(_ summary: JSONValue, _ words: Reader) -> JSONValue {
        SplitChart(parts: [
            (words("statistics.completed"), summary["completed"].integer ?? 0),
            (words("statistics.inProgress"), summary["inProgress"].integer ?? 0),
        ]).record
    }

    private static func row(_ month: String, _ completed: Int) -> JSONValue {
        .record([("month", .text(month)), ("completed", .integer(completed))])
    }

    private static func path(_ path: JSONValue) -> JSONValue {
        path["statistics"].with([("id", path["id"]), ("name", path["name"])])
    }

    /// The address of the attempts behind the numbers, as a file.
    private static func attempts(_ group: String?) -> String {
        group.map { "/groups/\($0.percentEncoded)/attempts.csv" } ?? "/attempts.csv"
    }
}
