import ConfigurationFiles
import ConnectorKit
import HTTPAPI
import Host
import Model

extension PageRoute {
    static let retiring: [PageRoute] = [
        .page("/retiring") { context in
            let cursor = context.query["cursor"]
            let answer = try await context.call(
                "listRetiring", query: [("limit", "100")] + (cursor.map { [("cursor", $0)] } ?? []))
            let rows = answer["items"].elements.map { row in
                let groups = row["groups"].elements.map(\.plain).filter { context.token.covers(group: $0) }
                return row.with([
                    ("groupNames", .text(context.words.list(groups.map(context.name)))),
                    ("pathNames", .text(context.words.list(row["paths"].elements.map(\.plain)))),
                    ("isAsked", .boolean(row["alternatives"] != .null)),
                    ("hasNone", .boolean(row["alternatives"].elements.isEmpty)),
                    (
                        "address",
                        .optional(
                            groups.first.map {
                                Address.query(
                                    "/groups/\($0.percentEncoded)/courses", [("q", row["name"].plain)])
                            })
                    ),
                ])
            }
            return ConsolePage(
                "retiring", context.words("section.retiring"), in: .retiring,
                [
                    ("rows", .list(rows)), ("csv", .text("/retiring.csv")),
                    ("hasRows", .boolean(!rows.isEmpty)),
                    ("nextPage", context.next(answer, at: "/retiring")),
                ])
        }
    ]
}
