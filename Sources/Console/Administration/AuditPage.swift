import ConnectorKit
import HTTPAPI
import Model

extension PageRoute {
    static let audit: [PageRoute] = [
        .page("/audit") { context in
            let cursor = context.query["cursor"].map { [(name: "cursor", value: $0)] } ?? []
            let answer = try await context.call("listChanges", query: [("limit", "50")] + cursor)
            let changes = answer["items"].elements.map { change in
                change.with([
                    ("before", change["before"] == .null ? .null : .text(change["before"].plain)),
                    ("after", change["after"] == .null ? .null : .text(change["after"].plain)),
                ])
            }
            return context.administrationPage(
                .audit,
                [
                    ("changes", .list(changes)), ("hasChanges", .boolean(!changes.isEmpty)),
                    ("nextPage", context.next(answer, at: "/audit")),
                ])
        }
    ]
}
