import ConnectorKit
import ConfigurationFiles
import Foundation
import HTTPAPI
import Host
import Model

extension PageRoute {
    static let statistics: [PageRoute] = [.page("/statistics") { try await StatisticsPage.page($0) }]
}

/// Completions over time, and the activity per course, learner and path.
enum StatisticsPage {
    private static let (months, attempts) = (36, 50)

    static func page(_ context: PageContext) async throws -> ConsolePage {
        let group = context.query["group"].flatMap { id in context.groups.first { $0.id == id } }
        let statistics = try await context.call(
            "getStatistics", query: group.map { [("group", $0.id)] } ?? [])
        let summary: JSONValue = statistics["summary"]
        let completions = Self.months(
            statistics["months"].elements.map { ($0["month"].plain, $0["completed"].integer ?? 0) })
        var fields: [(String, JSONValue)] = [
            ("groups", .list(choices(context, group))), ("summary", summary),
            ("hours", .integer((summary["timeSpentInMilliseconds"].integer ?? 0) / 3_600_000)),
            ("hasAttempts", .boolean((summary["attempts"].integer ?? 0) > 0)),
            ("chart", BarChart(bars: completions.map { ($0.month, $0.completed) }).record),
            ("split", split(summary, context.words)),
            ("months", .list(completions.reversed().map { row($0.month, $0.completed) })),
            ("courses", .list(statistics["courses"].elements.map { row($0, context) })),
            ("learners", .list(statistics["learners"].elements.map(row))),
            ("paths", .list(statistics["paths"].elements.map(path))), ("group", .optional(group?.id)),
            ("csv", .text(attemptsAddress(context, group))),
        ]
        if let user = context.query["user"] { fields += try await learner(user, context) }
        return ConsolePage("statistics", context.words("section.statistics"), in: .statistics, fields)
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
            let (year, index) = (month / 12, month % 12 + 1)
            return ("\(year)-\(index < 10 ? "0" : "")\(index)", counts[month] ?? 0)
        }
    }

    /// The address of the attempts behind the numbers, as a file.
    private static func attemptsAddress(_ context: PageContext, _ group: GroupConfiguration?) -> String {
        let path = group.map { "/groups/\($0.id.percentEncoded)/attempts.csv" } ?? "/attempts.csv"
        return Address.query(path, context.query["user"].map { [("user", $0)] } ?? [])
    }

    private static func split(_ summary: JSONValue, _ words: Reader) -> JSONValue {
        SplitChart(parts: [
            (words("statistics.completed"), summary["completed"].integer ?? 0),
            (words("statistics.inProgress"), summary["inProgress"].integer ?? 0),
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

    private static func row(_ month: String, _ completed: Int) -> JSONValue {
        .record([("month", .text(month)), ("completed", .integer(completed))])
    }

    private static func row(_ course: JSONValue, _ context: PageContext) -> JSONValue {
        let group = course["group"].plain
        return course.with([
            ("group", .text(context.name(ofGroup: group))),
            ("address", .text("/groups/\(group.percentEncoded)/courses/\(course["id"].plain)")),
        ])
    }

    private static func row(_ learner: JSONValue) -> JSONValue {
        let address = Address.query("/statistics", [("user", learner["user"].plain)]) + "#learner"
        return learner.with([("address", .text(address))])
    }

    private static func path(_ path: JSONValue) -> JSONValue {
        path["statistics"].with([("id", path["id"]), ("name", path["name"])])
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
