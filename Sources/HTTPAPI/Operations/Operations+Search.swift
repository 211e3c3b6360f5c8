import ConfigurationFiles
import ConnectorKit
import HTTPTypes
import Host
import Model
import Store

extension Operation {
    private static let value = Shape.text(minimum: 1, maximum: 1_000)

    static let search: [Operation] = [
        Operation(
            method: .get, path: "/groups/{group}/search", id: "searchCourses",
            summary: "The courses of a group that match, best first; archived ones only if requested.",
            role: .viewer,
            parameters: [
                Parameter(
                    name: "q", shape: .text(maximum: 1_000),
                    help: "Words or their beginnings; default: every course."),
                Parameter(
                    name: "language", shape: .text(minimum: 1, maximum: 100), repeats: true,
                    help: "Such as en, which includes en-US; may be repeated."),
                Parameter(
                    name: "type", shape: value, repeats: true,
                    help: "The provider's content type; may be repeated."),
                Parameter(
                    name: "subject", shape: value, repeats: true,
                    help: "The exact text; may be repeated."),
                Parameter(
                    name: "publisher", shape: value, repeats: true,
                    help: "The exact text; may be repeated."),
                Parameter(
                    name: "archived", shape: .choice(CourseQuery.Archived.allCases.map(\.rawValue)),
                    help: "Default: no."),
                Parameter(
                    name: "facets", shape: .boolean, help: "Whether to count the results; default: false."),
            ] + Paging.parameters, status: .ok,
            answer: .object([
                .init("items", .list(.named("Course"))),
                .init("next", .nullable(.text()), "The cursor of the next page; null on the last page."),
                .init("facets", .nullable(.named("Facets")), "Null if they were not requested."),
            ])
        ) { call in
            let paging = try Paging(call)
            var search = CourseSearch(group: try call.group().id)
            search.words = call.query["q"]?.first
            search.languages = try call.languages()
            search.types = call.query["type"] ?? []
            search.subjects = call.query["subject"] ?? []
            search.publishers = call.query["publisher"] ?? []
            search.archived = call.query["archived"]?.first.flatMap(CourseQuery.Archived.init) ?? .no
            search.limit = paging.limit
            search.after = try paging.after.map { text throws(Problem) in try position(text) }
            let found = try await call.host.store.search(search)
            let facets = call.flag("facets") ? try await call.host.store.facets(search) : nil
            let next = found.count == paging.limit ? found.last?.position : nil
            return .object(
                Record([
                    ("items", .list(found.map { .object(Record($0.course)) })),
                    ("next", .optional(next.map { Paging.cursor(text($0)) })),
                    ("facets", facets.map { .object(Record($0)) } ?? .null),
                ]))
        }
    ]

    /// Keeps every bit of the score, so that a page begins exactly where the last one ended.
    private static func text(_ position: CourseSearch.Position) -> String {
        "\(position.score.bitPattern) \(position.item)"
    }

    private static func position(_ text: String) throws(Problem) -> CourseSearch.Position {
        let parts = text.split(separator: " ")
        guard parts.count == 2, let bits = UInt64(parts[0]), let item = Int64(parts[1]),
            Double(bitPattern: bits).isFinite
        else { throw Paging.wrongCursor }
        return CourseSearch.Position(score: Double(bitPattern: bits), item: item)
    }
}
