import ConfigurationFiles
import ConnectorKit
import HTTPAPI
import HTTPTypes
import Host
import Model

extension PageRoute {
    static let retiring: [PageRoute] = [
        .page("/retiring") { try await RetiringPage.page($0) },
        .form("/groups/{group}/courses/{course}/replace") { context in
            do {
                let answer = try await context.call(
                    "replaceInPaths", body: .object(["by": .text(context.form["by"] ?? "")]))
                return .moved(
                    to: "/retiring",
                    note: context.words(
                        "retiring.replaced", ["count": .integer(answer["paths"].elements.count)]))
            } catch let problem as Problem where problem.status != .forbidden {
                return .page(try await RetiringPage.page(context, refused: problem))
            }
        },
    ]
}

/// Content that retires: where it is used, what could take its place there, and what is past its date.
enum RetiringPage {
    static func page(_ context: PageContext, refused: Problem? = nil) async throws -> ConsolePage {
        let isPast = context.query["past"] == "true"
        let cursor = context.query["cursor"].map { [(name: "cursor", value: $0)] } ?? []
        let answer = try await context.call(
            "listRetiring",
            query: [("limit", "50")] + (isPast ? [("past", "true")] : []) + cursor)
        let rows = answer["items"].elements.map { row($0, context) }
        return ConsolePage(
            "retiring", context.words("section.retiring"), in: .retiring,
            [
                ("rows", .list(rows)), ("csv", .text("/retiring.csv" + (isPast ? "?past=true" : ""))),
                ("hasRows", .boolean(!rows.isEmpty)), ("isPast", .boolean(isPast)),
                ("refusal", .optional(refused?.detail)),
                (
                    "nextPage",
                    context.next(answer, at: "/retiring", isPast ? [("past", "true")] : [])
                ),
            ], status: refused?.status ?? .ok)
    }

    private static func row(_ row: JSONValue, _ context: PageContext) -> JSONValue {
        let suggestions = row["suggestions"].elements
        let uses = row["uses"].elements.map { use($0, suggestions, context) }
        return row.with([
            ("uses", .list(uses)), ("isAsked", .boolean(row["suggestions"] != .null)),
            ("hasNone", .boolean(suggestions.isEmpty)),
            (
                "suggestions",
                .list(
                    suggestions.map { suggestion in
                        let groups = suggestion["courses"].elements.map {
                            context.name(ofGroup: $0["group"].plain)
                        }
                        return suggestion.with([
                            (
                                "name",
                                suggestion["name"] == .null ? suggestion["externalId"] : suggestion["name"]
                            ),
                            ("groupNames", .text(context.words.list(groups))),
                        ])
                    })
            ),
        ])
    }

    /// A course that retires, with the suggestions that its group has.
    private static func use(_ use: JSONValue, _ suggestions: [JSONValue], _ context: PageContext) -> JSONValue
    {
        let group = use["group"].plain
        let choices = suggestions.compactMap { suggestion -> JSONValue? in
            let own = suggestion["courses"].elements.first { $0["group"].plain == group }
            return own.map { .record([("id", $0["course"]), ("name", suggestion["name"])]) }
        }
        let address = "/groups/\(group.percentEncoded)/courses/\(use["course"].plain)"
        let mayReplace = context.mayChangeAll && !choices.isEmpty && !use["paths"].elements.isEmpty
        return use.with([
            ("address", .text(address)), ("groupName", .text(context.name(ofGroup: group))),
            ("hasPaths", .boolean(!use["paths"].elements.isEmpty)), ("choices", .list(choices)),
            ("replace", mayReplace ? .text(address + "/replace") : .null),
        ])
    }
}
