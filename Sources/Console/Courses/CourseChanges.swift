import ConfigurationFiles
import ConnectorKit
import Foundation
import HTTPAPI
import HTTPTypes
import Model

extension PageRoute {
    static let courseChanges: [PageRoute] = [
        .form("/groups/{group}/courses/change") { context in
            do {
                let note = try await CourseChanges.change(context)
                return .moved(to: CourseChanges.back(context), note: note)
            } catch let problem as Problem where problem.status != .forbidden {
                return .page(try await CoursesPage.page(context, refused: problem))
            }
        }
    ]
}

/// What can be done with several courses of a group at once.
enum CourseChanges {
    /// - Parameter here: the address of the page with its search, which the form leads back to.
    static func fields(_ context: PageContext, at here: String) async throws -> [(String, JSONValue)] {
        guard context.mayChange else { return [] }
        let paths = context.mayChangeAll ? try await context.list("listPaths") : []
        let groups = context.groups.map {
            JSONValue.record([("id", .text($0.id)), ("name", .text($0.name))])
        }
        let query = here.drop { $0 != "?" }
        return [
            ("change", .text("/groups/\(context["group"].percentEncoded)/courses/change\(query)")),
            ("paths", .list(paths)), ("hasPaths", .boolean(!paths.isEmpty)), ("targets", .list(groups)),
            ("enteredTags", .optional(context.form["tags"])),
        ]
    }

    /// The page that the form was on.
    static func back(_ context: PageContext) -> String {
        "/groups/\(context["group"].percentEncoded)/courses" + context.address.drop { $0 != "?" }
    }

    /// Does what the button says to the chosen courses.
    ///
    /// - Returns: the note.
    static func change(_ context: PageContext) async throws -> String {
        func each(_ operation: String, _ path: [String: String] = [:], body: JSONValue? = nil) async throws
            -> ChosenCourses
        {
            try await context.eachChosen {
                _ = try await context.call(operation, path: path.merging(["course": $0]) { $1 }, body: body)
            }
        }
        let target = ["group": context.form["target"] ?? ""]
        switch context.form["action"] {
        case "archive": return try await each("archiveCourse").note("courses.nowArchived", context)
        case "unarchive": return try await each("unarchiveCourse").note("courses.lifted", context)
        case "tag":
            let tags = context.form.tags
            guard !tags.isEmpty else { throw Problem.badRequest("tags: a tag was expected") }
            return try await each("addTags", body: .object(["tags": .list(tags.map(JSONValue.text))]))
                .note("courses.tagged", context)
        case "path":
            return try await each("placeInPath", ["path": context.form["path"] ?? ""], body: .object([:]))
                .note("common.added", context)
        case "library": return try await each("placeInLibrary", target).note("common.added", context)
        case "catalog": return try await each("placeInCatalog", target).note("common.added", context)
        default: throw Problem.badRequest("action: one of the page's buttons was expected")
        }
    }
}

extension FormFields {
    /// Tags, with commas between them.
    var tags: [String] {
        (self["tags"] ?? "").split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
            .filter { !$0.isEmpty }
    }
}
