import Host
import Model

extension PageRoute {
    static let retiring: [PageRoute] = [
        .page("/retiring") { visit in
            let cursor = visit.query["cursor"]
            let answer = try await visit.ask(
                "listRetiring", query: [("limit", "100")] + (cursor.map { [("cursor", $0)] } ?? []))
            let rows = answer["items"].elements.map { row in
                let groups = row["groups"].elements.map(\.plain).filter { visit.token.covers(group: $0) }
                return row.with([
                    ("groupNames", .text(groups.map(visit.name).joined(separator: ", "))),
                    ("pathNames", .text(row["paths"].elements.map(\.plain).joined(separator: ", "))),
                    ("isAsked", .boolean(row["alternatives"] != .null)),
                    ("hasNone", .boolean(row["alternatives"].elements.isEmpty)),
                    (
                        "address",
                        .optional(
                            groups.first.map {
                                Address.query(
                                    "/groups/\(Address.part($0))/courses", [("q", row["name"].plain)])
                            })
                    ),
                ])
            }
            return ConsolePage(
                "retiring", "Retiring", in: .retiring,
                [
                    ("rows", .list(rows)), ("hasRows", .boolean(!rows.isEmpty)),
                    ("nextPage", visit.next(answer, at: "/retiring")),
                ])
        }
    ]
}
