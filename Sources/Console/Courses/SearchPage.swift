import ConfigurationFiles
import ConnectorKit
import HTTPAPI
import Model

/// What the box at the head of every page finds: courses by either id, and the best of each group.
enum SearchPage {
    /// The number of groups that are searched at once; the others are linked (our decision: a page stays quick).
    private static let most = 10
    /// The number of courses of each group.
    private static let shown = 5

    static func page(_ context: PageContext) async throws -> ConsolePage {
        let words = context.query["q"] ?? ""
        var groups: [JSONValue] = []
        var named: [JSONValue] = []
        for group in context.groups.prefix(words.isEmpty ? 0 : most) {
            let found = try await context.call(
                "searchCourses", path: ["group": group.id],
                query: [("q", words), ("limit", String(shown)), ("facets", "true")])
            named += try await context.course(named: words, in: group.id).map { [context.listed($0)] } ?? []
            guard found["facets"]["total"].count > 0 else { continue }
            groups.append(
                .record([
                    ("name", .text(group.name)), ("count", found["facets"]["total"]),
                    ("address", .text(Address.query(group.coursesAddress, [("q", words)]))),
                    ("courses", .list(found["items"].elements.map(context.listed))),
                ]))
        }
        let others =
            words.isEmpty
            ? []
            : context.groups.dropFirst(most).map { group in
                JSONValue.record([
                    ("name", .text(group.name)),
                    ("address", .text(Address.query(group.coursesAddress, [("q", words)]))),
                ])
            }
        return ConsolePage(
            "search", context.words("search.title"), in: .courses,
            [
                ("searched", .text(words)), ("groups", .list(groups)), ("named", .list(named)),
                ("hasNamed", .boolean(!named.isEmpty)), ("others", .list(Array(others))),
                ("hasOthers", .boolean(!others.isEmpty)),
                ("hasNone", .boolean(groups.isEmpty && named.isEmpty && others.isEmpty)),
            ])
    }
}

extension PageContext {
    /// The course of a group that words name by an id, if there is one.
    func course(named words: String, in group: String) async throws -> JSONValue? {
        do {
            return try await call("getCourse", path: ["group": group, "course": words])
        } catch is Problem {
            return nil
        }
    }
}
