import ConnectorKit
import HTTPAPI
import HTTPTypes
import Model

extension PageRoute {
    static let replay: [PageRoute] = [
        .page("/replay") { try await ReplayPage.page($0) },
        .form("/replay") { context in
            do {
                let id = context.form["id"].map { ["id": JSONValue.text($0)] } ?? [:]
                let items = try await context.call("replay", body: .object(sorting: id))["items"].elements
                let left = items.count { $0["outcome"].plain != "done" }
                return .moved(
                    to: "/replay",
                    note: left == 0
                        ? context.words("replay.done", ["count": .integer(items.count)])
                        : context.words(
                            "replay.left", ["count": .integer(items.count), "left": .integer(left)]))
            } catch let problem as Problem where problem.status != .forbidden {
                return .page(try await ReplayPage.page(context, refused: problem))
            }
        },
    ]
}

/// What was set aside, to be tried again.
enum ReplayPage {
    static func page(_ context: PageContext, refused: Problem? = nil) async throws -> ConsolePage {
        let cursor = context.query["cursor"].map { [(name: "cursor", value: $0)] } ?? []
        let answer = try await context.call("listSetAside", query: [("limit", "50")] + cursor)
        let items = answer["items"].elements
        return context.administrationPage(
            .replay,
            [
                ("items", .list(items)), ("hasItems", .boolean(!items.isEmpty)),
                ("nextPage", context.next(answer, at: "/replay")),
            ], refused: refused)
    }
}
