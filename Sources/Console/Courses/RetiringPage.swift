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
                    ("groupNames", .text(groups.map(context.name).joined(separator: ", "))),
                    ("pathNames", .text(row["paths"].elements.map(\.plain).joined(separator: ", "))),
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
                "retiring", "Retiring", in: .retiring,
                [
                    ("rows", .list(rows)), ("hasRows", .boolean(!rows.isEmpty)),
                    ("nextPage", context.next(answer, at: "/retiring")),
                ])
        }
    ]
}
