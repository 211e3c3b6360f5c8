import ConfigurationFiles
import ConnectorKit
import Foundation
import HTTPAPI
import HTTPTypes
import Model
import Store

/// A group's catalog or library: what was put there, and a search for more.
enum CollectionPage {
    static func routes(of collection: CourseCollection) -> [PageRoute] {
        let path = "/groups/{group}/\(collection.rawValue)"
        let name = collection.rawValue.capitalized
        return [
            .page(path) { try await page($0, collection) },
            .form(path + "/add") { context in
                try await change(context, collection) {
                    try await context.eachChosen {
                        _ = try await context.call("placeIn\(name)", path: ["course": $0])
                    }.note("common.added", context)
                }
            },
            .form(path + "/take") { context in
                try await change(context, collection) {
                    try await context.eachChosen {
                        _ = try await context.call("takeFrom\(name)", path: ["course": $0])
                    }.note("common.tookOut", context)
                }
            },
        ]
    }

    private static func change(
        _ context: PageContext, _ collection: CourseCollection, _ run: () async throws -> String
    ) async throws -> PageAnswer {
        do {
            return .moved(to: address(context, collection), note: try await run())
        } catch let problem as Problem where problem.status != .forbidden {
            return .page(try await page(context, collection, refused: problem))
        }
    }

    private static func address(_ context: PageContext, _ collection: CourseCollection) -> String {
        Address.group(context["group"]) + "/" + collection.rawValue
    }

    private static func page(
        _ context: PageContext, _ collection: CourseCollection, refused: Problem? = nil
    ) async throws -> ConsolePage {
        let group = try context.caller.group(context["group"])
        let here = address(context, collection)
        let name = collection.rawValue.capitalized
        let cursor = context.query["cursor"].map { [(name: "cursor", value: $0)] } ?? []
        let shared = collection == .catalog ? [(name: "shared", value: "true")] : []
        let answer = try await context.call("list\(name)", query: [("limit", "50")] + shared + cursor)
        let courses = answer["items"].elements.map { context.listed($0) }
        let picker = try await CoursePicker.fields(context, at: here, leavingOut: group.id)
        return ConsolePage(
            "collection", context.words("collection.\(collection.rawValue)", ["group": .text(group.name)]),
            in: .courses,
            [
                ("tabs", context.tabs(of: group.id, at: collection == .catalog ? .catalog : .library)),
                ("csv", .text(here + ".csv")),
                ("about", .text(context.words("collection.\(collection.rawValue)About"))),
                ("here", .text(here)), ("courses", .list(courses)),
                ("hasCourses", .boolean(!courses.isEmpty)),
                ("nextPage", context.next(answer, at: here)), ("refusal", .optional(refused?.detail)),
                ("mayChange", .boolean(context.mayChange)),
            ] + (context.mayChange ? picker : []), status: refused?.status ?? .ok)
    }
}
