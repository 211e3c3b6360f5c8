import Foundation
import HTTPTypes
import Host
import Model
import Store

extension PageRoute {
    static let paths: [PageRoute] = [
        .page("/paths") { try await PathPages.list($0) },
        .form("/paths") { visit in
            do {
                let path = try await visit.ask(
                    "createPath", body: .object(["name": .text(visit.form["name"] ?? "")]))
                return .moved(to: "/paths/\(path["id"].plain)", note: "\"\(path["name"].plain)\" is made.")
            } catch let problem as Problem where problem.status != .forbidden {
                return .page(try await PathPages.list(visit, refused: problem))
            }
        },
        .page("/paths/{path}") { try await PathPages.path($0) },
        change("name") { visit in
            let path = try await visit.ask(
                "changePath", body: .object(["name": .text(visit.form["name"] ?? "")]))
            return "The path is called \"\(path["name"].plain)\"."
        },
        change("move") { visit in
            guard let position = visit.form["position"].flatMap(Double.init) else {
                throw Problem.badRequest("/position: a whole number was expected")
            }
            let path = try await visit.ask("changePath", body: .object(["position": .number(position)]))
            return "The path is number \(path["position"].plain)."
        },
        change("place") { visit in
            var body: [String: JSONBody] = [:]
            if let position = visit.form["position"].flatMap(Double.init) {
                body["position"] = .number(position)
            }
            _ = try await visit.ask(
                "placeInPath", path: ["course": visit.form["course"] ?? ""], body: .object(body))
            return "The course has its place."
        },
        change("take") { visit in
            _ = try await visit.ask("takeFromPath", path: ["course": visit.form["course"] ?? ""])
            return "The course is out of this path; it stays where else it is."
        },
        .form("/paths/{path}/remove") { visit in
            _ = try await visit.ask("removePath")
            return .moved(to: "/paths", note: "The path is removed; its courses stay where else they are.")
        },
    ]

    private static func change(
        _ name: String, _ run: @escaping @Sendable (Visit) async throws -> String
    ) -> PageRoute {
        .form("/paths/{path}/\(name)") { visit in
            do {
                return .moved(to: "/paths/\(Address.part(visit["path"]))", note: try await run(visit))
            } catch let problem as Problem where problem.status != .forbidden {
                return .page(try await PathPages.path(visit, refused: problem))
            }
        }
    }
}

enum PathPages {
    static func list(_ visit: Visit, refused: Problem? = nil) async throws -> ConsolePage {
        let paths = try await visit.list("listPaths")
        return ConsolePage(
            "paths", "Paths", in: .paths,
            [
                ("paths", .list(paths)), ("hasPaths", .boolean(!paths.isEmpty)),
                ("entered", .optional(visit.form["name"])), ("refusal", .optional(refused?.detail)),
            ], status: refused?.status ?? .ok)
    }

    static func path(_ visit: Visit, refused: Problem? = nil) async throws -> ConsolePage {
        let path = try await visit.ask("getPath")
        let all = try await visit.list("listPathCourses")
        let courses = all.enumerated().map { index, course in
            course.with([
                ("position", .text(String(index + 1))),
                (
                    "address",
                    .text("/groups/\(Address.part(course["group"].plain))/courses/\(course["id"].plain)")
                ),
                ("groupName", .text(visit.name(ofGroup: course["group"].plain))),
                ("before", index > 0 ? .text(String(index)) : .null),
                ("after", index + 1 < all.count ? .text(String(index + 2)) : .null),
                ("reasons", .text(course["archivedBecause"].elements.map(\.plain).joined(separator: ", "))),
            ])
        }
        return ConsolePage(
            "path", path["name"].plain, in: .paths,
            [
                ("path", path), ("here", .text("/paths/\(Address.part(visit["path"]))")),
                ("courses", .list(courses)), ("hasCourses", .boolean(!courses.isEmpty)),
                ("summary", try await visit.ask("getPathStatistics")),
                ("entered", .optional(visit.form["course"])), ("refusal", .optional(refused?.detail)),
            ], status: refused?.status ?? .ok)
    }
}
