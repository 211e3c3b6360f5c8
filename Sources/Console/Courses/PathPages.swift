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
        .form("/paths/{path}/place") { context in
            do {
                let course = context.form["course"] ?? ""
                guard let position = context.form["position"].flatMap(Double.init) else {
                    throw Problem.badRequest("/position: a whole number was expected")
                }
                _ = try await context.call(
                    "placeInPath", path: ["course": course], body: .object(["position": .number(position)]))
                // The button that was used has the focus again.
                let way = context.form["way"].map { [("way", $0)] } ?? []
                return .moved(
                    to: Address.query(PathPages.address(context), [("moved", course)] + way)
                        + "#course-\(course.percentEncoded)")
            } catch let problem as Problem where problem.status != .forbidden {
                return .page(try await PathPages.path(context, refused: problem))
            }
        },
        change("add") { context in
            try await context.eachChosen {
                _ = try await context.call("placeInPath", path: ["course": $0], body: .object([:]))
            }.note("common.added", context)
        },
        change("take") { context in
            _ = try await context.call("takeFromPath", path: ["course": context.form["course"] ?? ""])
            return context.words("path.tookOut")
        },
        .page("/paths/{path}/learners") { try await PathPages.learners($0) },
        .page("/paths/{path}/remove") { try await PathPages.removal($0) },
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
                return .moved(to: PathPages.address(context), note: try await run(context))
            } catch let problem as Problem where problem.status != .forbidden {
                return .page(try await PathPages.path(context, refused: problem))
            }
        }
    }
}

enum PathPages {
    static func address(_ context: PageContext) -> String { "/paths/\(context["path"].percentEncoded)" }

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
        let here = address(context)
        let courses = all.enumerated().map { index, course in
            let isMoved = context.query["moved"] == course["id"].plain
            let (isFirst, isLast) = (index == 0, index + 1 == all.count)
            let isUp = (context.query["way"] == "up" && !isFirst) || isLast
            return context.listed(course).with([
                ("position", .text(String(index + 1))),
                ("before", isFirst ? .null : .text(String(index))),
                ("after", isLast ? .null : .text(String(index + 2))),
                ("focusUp", .boolean(isMoved && isUp)), ("focusDown", .boolean(isMoved && !isUp)),
            ])
        }
        let picker =
            context.mayChangeAll
            ? try await CoursePicker.fields(context, at: here, there: Set(all.map { $0["id"].plain })) : []
        return ConsolePage(
            "path", path["name"].plain, in: .paths,
            [
                ("path", path), ("here", .text(here)), ("csv", .text(here + "/courses.csv")),
                ("courses", .list(courses)),
                ("hasCourses", .boolean(!courses.isEmpty)),
                ("summary", try await context.call("getPathStatistics")),
                ("refusal", .optional(refused?.detail)),
            ] + picker, status: refused?.status ?? .ok)
    }

    /// How far each learner has come.
    static func learners(_ context: PageContext) async throws -> ConsolePage {
        let path = try await context.call("getPath")
        let cursor = context.query["cursor"].map { [(name: "cursor", value: $0)] } ?? []
        let answer = try await context.call("listPathLearners", query: [("limit", "100")] + cursor)
        let learners = answer["items"].elements.map { learner in
            learner.with([
                ("address", .text(Address.query("/statistics", [("user", learner["user"].plain)]))),
                ("share", .integer(learner["completed"].count * 100 / max(1, learner["courses"].count))),
            ])
        }
        return ConsolePage(
            "path-learners", context.words("path.learnersOf", ["name": path["name"]]), in: .paths,
            [
                ("path", path), ("here", .text(address(context))), ("learners", .list(learners)),
                ("csv", .text(address(context) + "/learners.csv")),
                ("hasLearners", .boolean(!learners.isEmpty)),
                ("nextPage", context.next(answer, at: address(context) + "/learners")),
            ])
    }

    /// Asks before a path is removed.
    static func removal(_ context: PageContext) async throws -> ConsolePage {
        try context.caller.requireAdmin()
        let path = try await context.call("getPath")
        return ConsolePage(
            "remove-path", context.words("path.removeName", ["name": path["name"]]), in: .paths,
            [("here", .text(address(context))), ("count", path["courses"])])
    }
}
