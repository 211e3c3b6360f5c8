import ConnectorKit
import ConfigurationFiles
import Foundation
import HTTPAPI
import HTTPTypes
import Host
import Model
import Store

extension PageRoute {
    static let courses: [PageRoute] =
        [
            PageRoute(method: .get, path: "/courses") { context in
                guard let group = context.groups.first else {
                    throw Problem.notFound(context.words("courses.noGroup"))
                }
                return .moved(to: group.coursesAddress)
            },
            .page("/groups/{group}/courses") { try await CoursesPage.page($0) },
        ] + course
}

/// The courses of a group: ranked search with facets for active ones, a list for archived ones.
enum CoursesPage {
    /// The number of courses on a page.
    private static let limit = 25
    /// The number of values of a facet.
    private static let shown = 12
    private static let facets = [
        ("language", "byLanguage", "languages"), ("type", "byType", "types"),
        ("subject", "bySubject", "subjects"), ("publisher", "byPublisher", "publishers"),
    ]

    static func page(_ context: PageContext) async throws -> ConsolePage {
        let group = try context.caller.group(context["group"])
        let archived = context.query["archived"].flatMap(CourseQuery.Archived.init) ?? .no
        let chosen = self.chosen(context, archived)
        let answer = try await answer(context, chosen, archived)
        let kept = chosen + (archived == .no ? [] : [("archived", archived.rawValue)])
        let courses = answer["items"].elements.map { row($0, group, context.words) }
        let groups = context.groups.map { other in
            JSONValue.record([
                ("name", .text(other.name)), ("address", .text(other.coursesAddress)),
                ("isHere", .boolean(other.id == group.id)),
            ])
        }
        return ConsolePage(
            "courses", context.words("courses.of", ["group": .text(group.name)]), in: .courses,
            [
                ("tabs", context.tabs(of: group.id, at: .courses)), ("group", .text(group.name)),
                ("groups", .list(groups)),
                ("here", .text(group.coursesAddress)),
                ("csv", .text(Address.query("\(group.coursesAddress).csv", kept))),
                ("searched", .optional(context.query["q"])), ("courses", .list(courses)),
                ("hasCourses", .boolean(!courses.isEmpty)), ("count", answer["facets"]["total"]),
                ("isActive", .boolean(archived == .no)),
                ("states", .list(states(archived, context.words))),
                ("kept", .list(kept.filter { $0.0 != "q" && $0.0 != "archived" }.map(field))),
                ("facets", .list(facets(answer["facets"], chosen, group, context.words))),
                ("nextPage", context.next(answer, at: group.coursesAddress, kept)),
            ])
    }

    private static func chosen(_ context: PageContext, _ archived: CourseQuery.Archived) -> [(String, String)]
    {
        let words = context.query["q"].map { [("q", $0)] } ?? []
        let names = archived == .no ? facets.map(\.0) : ["language", "type"]
        return words + names.flatMap { name in context.query.all(name).map { (name, $0) } }
    }

    private static func answer(
        _ context: PageContext, _ chosen: [(String, String)], _ archived: CourseQuery.Archived
    ) async throws -> JSONValue {
        var query: [(name: String, value: String)] = chosen.map { ($0.0, $0.1) }
        query.append(("limit", String(limit)))
        if let cursor = context.query["cursor"] { query.append(("cursor", cursor)) }
        if archived == .no {
            return try await context.call("searchCourses", query: query + [("facets", "true")])
        }
        let words = query.map { (name: $0.0 == "q" ? "search" : $0.0, value: $0.1) }
        return try await context.call("listCourses", query: words + [("archived", archived.rawValue)])
    }

    static func row(_ course: JSONValue, _ group: GroupConfiguration, _ words: Reader) -> JSONValue {
        course.with([
            ("address", .text("\(group.coursesAddress)/\(course["id"].plain)")),
            ("reasons", .text(words.list(course["archivedBecause"], in: .reason))),
        ])
    }

    private static func states(_ archived: CourseQuery.Archived, _ words: Reader) -> [JSONValue] {
        [("no", "showActive"), ("yes", "showArchived"), ("any", "showAny")].map { value, name in
            .record([
                ("value", .text(value)), ("label", .text(words("courses.\(name)"))),
                ("isChosen", .boolean(archived.rawValue == value)),
            ])
        }
    }

    private static func field(_ field: (String, String)) -> JSONValue {
        .record([("name", .text(field.0)), ("value", .text(field.1))])
    }

    /// The facets; each value links to the search with or without it.
    private static func facets(
        _ counted: JSONValue, _ chosen: [(String, String)], _ group: GroupConfiguration, _ words: Reader
    ) -> [JSONValue] {
        facets.compactMap { name, title, key in
            let values = counted[key].elements
            let gone = chosen.filter { pick in
                pick.0 == name && !values.contains { $0["value"].plain == pick.1 }
            }.map { JSONValue.record([("value", .text($0.1)), ("count", .integer(0))]) }
            let rows = (gone + values.prefix(shown)).map { value in
                let pick = (name, value["value"].plain)
                let isChosen = chosen.contains { $0 == pick }
                let fields = isChosen ? chosen.filter { $0 != pick } : chosen + [pick]
                return value.with([
                    ("isChosen", .boolean(isChosen)), ("label", .text(label(pick.1, of: name, words))),
                    ("address", .text(Address.query(group.coursesAddress, fields))),
                ])
            }
            return rows.isEmpty
                ? nil : .record([("label", .text(words("courses.\(title)"))), ("values", .list(rows))])
        }
    }

    /// A value of a facet in words.
    private static func label(_ value: String, of facet: String, _ words: Reader) -> String {
        switch facet {
        case "language": words.language(value)
        case "type": words.words.word(value, in: .contentType)
        default: value
        }
    }
}

extension GroupConfiguration {
    var coursesAddress: String { "/groups/\(id.percentEncoded)/courses" }
}

extension Address {
    /// The page of a course, by its record.
    static func course(_ course: JSONValue) -> String {
        "/groups/\(course["group"].plain.percentEncoded)/courses/\(course["id"].plain)"
    }
}
