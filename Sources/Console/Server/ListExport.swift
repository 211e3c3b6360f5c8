import ConnectorKit
import HTTPAPI
import HTTPTypes
import Host
import Hummingbird
import Model
import NIOCore

/// A list as a CSV file: all records of an operation of the API, as the command line writes them, filtered as the page is.
struct ListExport: Sendable {
    let path: String
    let keys: [String]
    /// The operation with its query, by the query of the page.
    private let call: @Sendable (PageContext) -> Call

    struct Call: Sendable {
        let id: String
        let query: [(name: String, value: String)]
    }

    init(_ path: String, _ keys: [String], _ call: @escaping @Sendable (PageContext) -> Call) {
        self.path = path
        self.keys = keys
        self.call = call
    }

    /// - Parameter filters: the fields of the page's query that filter the list.
    init(_ path: String, _ keys: [String], _ operation: String, filters: [String] = []) {
        self.init(path, keys) { Call(id: operation, query: $0.query.pairs(filters)) }
    }

    static let all = [
        ListExport("/groups/{group}/courses.csv", Record.courseKeys, courses),
        ListExport("/groups/{group}/catalog.csv", Record.courseKeys) { _ in
            Call(id: "listCatalog", query: [("shared", "true")])
        },
        ListExport("/groups/{group}/library.csv", Record.courseKeys, "listLibrary"),
        ListExport("/attempts.csv", Record.attemptKeys, "listAllAttempts", filters: ["user"]),
        ListExport("/groups/{group}/attempts.csv", Record.attemptKeys, "listAttempts", filters: ["user"]),
        ListExport("/paths.csv", Record.pathKeys, "listPaths"),
        ListExport("/paths/{path}/courses.csv", Record.courseKeys, "listPathCourses"),
        ListExport(
            "/paths/{path}/learners.csv", ["user", "begun", "completed", "courses", "lastActivity"],
            "listPathLearners"),
        ListExport("/retiring.csv", Record.retiringKeys, "listRetiring", filters: ["past"]),
        ListExport("/overlaps.csv", Record.overlapKeys, "listOverlaps"),
        ListExport("/overlaps/likely.csv", Record.likelyOverlapKeys, "listLikelyOverlaps"),
        ListExport("/tokens.csv", Record.tokenKeys, "listTokens"),
        ListExport(
            "/audit.csv", ["id", "at", "who", "what", "subject", "before", "after", "finished"], "listChanges"
        ),
        ListExport("/replay.csv", Record.eventKeys, "listSetAside"),
        ListExport("/runs.csv", Record.runKeys, "listRuns"),
        ListExport("/runs/{run}/skipped.csv", ["externalId", "reason"], "listSkipped", filters: ["reason"]),
        ListExport("/runs/{run}/held.csv", Record.courseKeys, "listHeld"),
        ListExport("/groups/{group}/pushes/{push}/outcomes.csv", Record.pushKeys, "listOutcomes"),
    ]

    /// Words and facets need the search, which ranks; all else is listed in order of external ids.
    private static func courses(_ context: PageContext) -> Call {
        let filters = context.query.pairs(["q", "language", "type", "subject", "publisher", "archived"])
        let isSearch = filters.contains { ["q", "subject", "publisher"].contains($0.name) }
        return Call(id: isSearch ? "searchCourses" : "listCourses", query: filters)
    }

    var route: PageRoute {
        PageRoute(method: .get, path: path) { context in .stream(try await stream(context)) }
    }

    /// - Throws: ``Problem`` if the list is refused: the first page is read before anything is sent.
    private func stream(_ context: PageContext) async throws -> APIStream {
        let call = call(context)
        let first = try await page(call, context, after: nil)
        let name = path.split(separator: "/").last ?? "list.csv"
        return APIStream(
            type: "text/csv; charset=utf-8",
            headers: [
                .contentDisposition:
                    "attachment; filename=\"\(PathPattern(String(name)).filled(with: context.path))\""
            ],
            body: ResponseBody { [keys] writer in
                // Spreadsheets take a file without the mark for one in the encoding of the machine.
                try await writer.write(ByteBuffer(string: "\u{FEFF}" + Record.csvHeader(keys) + "\r\n"))
                var page = first
                while true {
                    let lines = page["items"].elements.map { Record(of: $0, keys: keys).csv + "\r\n" }
                    try await writer.write(ByteBuffer(string: lines.joined()))
                    guard let next = page["next"].text else { break }
                    page = try await self.page(call, context, after: next)
                }
                try await writer.finish(nil)
            })
    }

    private func page(_ call: Call, _ context: PageContext, after cursor: String?) async throws -> JSONValue {
        let paging = [("limit", "500")] + (cursor.map { [("cursor", $0)] } ?? [])
        return try await context.call(call.id, query: call.query + paging)
    }
}

extension FormFields {
    /// The values of these names, one after the other.
    fileprivate func pairs(_ names: [String]) -> [(name: String, value: String)] {
        names.flatMap { name in all(name).map { (name: name, value: $0) } }
    }
}

extension JSONObject {
    /// The members of an object by their names, in order; null for one that is missing.
    fileprivate init(of value: JSONValue, keys: [String]) {
        self.init(keys.map { ($0, value[$0]) })
    }
}
