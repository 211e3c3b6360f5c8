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
            .page("/search") { try await SearchPage.page($0) },
        ] + courseChanges + pictures + course
}

/// The courses of a group: ranked search with facets, and what can be done with those that are chosen.
enum CoursesPage {
    /// The number of courses on a page.
    private static let limit = 25
    /// The number of values of a facet.
    private static let shown = 12
    private static let facets = [
        ("language", "byLanguage", "languages"), ("type", "byType", "types"),
        ("subject", "bySubject", "subjects"), ("publisher", "byPublisher", "publishers"),
    ]

    /// - Parameter refused: why what was to be done with the chosen ones was not.
    static func page(_ context: PageContext, refused: Problem? = nil) async throws -> ConsolePage {
        let group = try context.caller.group(context["group"])
        let archived = context.query["archived"].flatMap(CourseQuery.Archived.init) ?? .no
        let chosen = self.chosen(context)
        let answer = try await answer(context, chosen, archived)
        let kept = chosen + (archived == .no ? [] : [("archived", archived.rawValue)])
        let courses = answer["items"].elements.map { context.listed($0) }
        let here = Address.query(
            group.coursesAddress,
            context.query.values.sorted { $0.key < $1.key }.flatMap { name, values in
                values.map { (name, $0) }
            })
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
                ("states", .list(states(archived, context.words))),
                ("kept", .list(kept.filter { $0.0 != "q" && $0.0 != "archived" }.map(field))),
                ("facets", .list(facets(answer["facets"], kept, group, context.words))),
                ("nextPage", context.next(answer, at: group.coursesAddress, kept)),
                ("areChosen", .boolean(context.query["choose"] == "all")),
                ("chooseAll", .text(here + (here.contains("?") ? "&" : "?") + "choose=all")),
                ("refusal", .optional(refused?.detail)),
            ] + (try await CourseChanges.fields(context, at: here)), status: refused?.status ?? .ok)
    }

    private static func chosen(_ context: PageContext) -> [(String, String)] {
        let words = context.query["q"].map { [("q", $0)] } ?? []
        return words + facets.flatMap { name, _, _ in context.query.all(name).map { (name, $0) } }
    }

    private static func answer(
        _ context: PageContext, _ chosen: [(String, String)], _ archived: CourseQuery.Archived
    ) async throws -> JSONValue {
        let fields = chosen + [("archived", archived.rawValue), ("limit", String(limit)), ("facets", "true")]
        let cursor = context.query["cursor"].map { [("cursor", $0)] } ?? []
        return try await context.call(
            "searchCourses", query: (fields + cursor).map { (name: $0.0, value: $0.1) })
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
        case "type": words.word(value, in: .contentType)
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
