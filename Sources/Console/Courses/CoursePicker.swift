import ConfigurationFiles
import ConnectorKit
import Foundation
import HTTPAPI
import Model

/// A search for courses to add to something: words within one group, and boxes to choose what was found.
enum CoursePicker {
    private static let limit = 20

    /// - Parameters:
    ///   - here: the address of the page; its form `add` takes what is chosen.
    ///   - there: the ids of courses that are there already.
    ///   - own: a group whose courses need not be added.
    static func fields(
        _ context: PageContext, at here: String, there: Set<String> = [], leavingOut own: String? = nil
    ) async throws -> [(String, JSONValue)] {
        let groups = context.groups.filter { $0.id != own }
        let group = groups.first { $0.id == context.query["from"] } ?? groups.first
        var found: [JSONValue] = []
        if let group, context.query["from"] != nil {
            let words = context.query["find"] ?? ""
            let named = words.isEmpty ? nil : try await context.course(named: words, in: group.id)
            let answer = try await context.call(
                "searchCourses", path: ["group": group.id],
                query: [("limit", String(limit))] + (words.isEmpty ? [] : [("q", words)]))
            found = ([named].compactMap(\.self) + answer["items"].elements).map {
                context.listed($0).with([("isThere", .boolean(there.contains($0["id"].plain)))])
            }
        }
        let choices = groups.map { choice in
            JSONValue.record([
                ("id", .text(choice.id)), ("name", .text(choice.name)),
                ("isChosen", .boolean(choice.id == group?.id)),
            ])
        }
        return [
            (
                "picker",
                groups.isEmpty
                    ? .null
                    : .record([
                        ("at", .text(here)), ("groups", .list(choices)),
                        ("find", .optional(context.query["find"])), ("found", .list(found)),
                        ("hasFound", .boolean(!found.isEmpty)),
                        ("isSearched", .boolean(context.query["from"] != nil)),
                    ])
            )
        ]
    }
}

extension PageContext {
    /// A course as lists show it: with its page, the name of its group, and why it is archived. The group is null if the
    /// visitor may not see it.
    func listed(_ course: JSONValue) -> JSONValue {
        let isSeen = course["group"] != .null
        return course.with([
            (
                "thumbnail",
                isSeen && course["image"] != .null ? .text(Address.course(course) + "/image") : .null
            ),
            ("address", isSeen ? .text(Address.course(course)) : .null),
            ("groupName", .text(isSeen ? name(ofGroup: course["group"].plain) : words("common.otherGroup"))),
            ("reasons", .text(words.list(course["archivedBecause"], in: .reason))),
        ])
    }
}
