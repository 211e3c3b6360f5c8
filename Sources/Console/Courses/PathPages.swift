import ConfigurationFiles
import ConnectorKit
import Foundation
import HTTPAPI
import HTTPTypes
import Host
import Model
import Store

extension PageRoute {
    static let paths: [PageRoute] = [
        .page("/paths") { try await PathPages.list($0) },
        .form("/paths") { context in
            do {
                let path = try await context.call(
                    "createPath", body: .object(["name": .text(context.form["name"] ?? "")]))
                return .moved(
                    to: "/paths/\(path["id"].plain)",
                    note: context.words("paths.made", ["name": path["name"]]))
            } catch let problem as Problem where problem.status != .forbidden {
                return .page(try await PathPages.list(context, refused: problem))
            }
        },
        .page("/paths/{path}") { try await PathPages.path($0) },
        change("name") { context in
            let path = try await context.call(
                "changePath", body: .object(["name": .text(context.form["name"] ?? "")]))
            return context.words("path.renamed", ["name": path["name"]])
        },
        change("move") { context in
            guard let position = context.form["position"].flatMap(Double.init) else {
                throw Problem.badRequest("/position: a whole number was expected")
            }
            let path = try await context.call("changePath", body: .object(["position": .number(position)]))
            return context.words("path.moved", ["position": path["position"]])
        },
        change("place") { context in
            var body: [String: JSONValue] = [:]
            if let position = context.form["position"].flatMap(Double.init) {
                body["position"] = .number(position)
            }
            _ = try await context.call(
                "placeInPath", path: ["course": context.form["course"] ?? ""], body: .object(sorting: body))
            return context.words("path.placed")
        },
        change("take") { context in
            _ = try await context.call("takeFromPath", path: ["course": context.form["course"] ?? ""])
            return context.words("path.tookOut")
        },
        .form("/paths/{path}/remove") { context in
            _ = try await context.call("removePath")
            return .moved(to: "/paths", note: context.words("paths.removed"))
        },
    ]

    private static func change(
        _ name: String, _ run: @escaping @Sendable (PageContext) async throws -> String
    ) -> PageRoute {
        .form("/paths/{path}/\(name)") { context in
            do {
                return .moved(to: "/paths/\(context["path"].percentEncoded)", note: try await run(context))
            } catch let problem as Problem where problem.status != .forbidden {
                return .page(try await PathPages.path(context, refused: problem))
            }
        }
    }
}

enum PathPages {
    static func list(_ context: PageContext, refused: Problem? = nil) async throws -> ConsolePage {
        let paths = try await context.list("listPaths")
        return ConsolePage(
            "paths", context.words("section.paths"), in: .paths,
            [
                ("paths", .list(paths)), ("csv", .text("/paths.csv")), ("hasPaths", .boolean(!paths.isEmpty)),
                ("entered", .optional(context.form["name"])), ("refusal", .optional(refused?.detail)),
            ], status: refused?.status ?? .ok)
    }

    static func path(_ context: PageContext, refused: Problem? = nil) async throws -> ConsolePage {
        let path = try await context.call("getPath")
        let all = try await context.list("listPathCourses")
        let courses = all.enumerated().map { index, course in
            course.with([
                ("position", .text(String(index + 1))),
                (
                    "address",
                    .text("/groups/\(course["group"].plain.percentEncoded)/courses/\(course["id"].plain)")
                ),
                ("groupName", .text(context.name(ofGroup: course["group"].plain))),
                ("before", index > 0 ? .text(String(index)) : .null),
                ("after", index + 1 < all.count ? .text(String(index + 2)) : .null),
                ("reasons", .text(context.words.list(course["archivedBecause"], in: .reason))),
            ])
        }
        return ConsolePage(
            "path", path["name"].plain, in: .paths,
            [
                ("path", path), ("here", .text("/paths/\(context["path"].percentEncoded)")),
                ("csv", .text("/paths/\(context["path"].percentEncoded)/courses.csv")),
                ("courses", .list(courses)), ("hasCourses", .boolean(!courses.isEmpty)),
                ("summary", try await context.call("getPathStatistics")),
                ("entered", .optional(context.form["course"])), ("refusal", .optional(refused?.detail)),
            ], status: refused?.status ?? .ok)
    }
}
