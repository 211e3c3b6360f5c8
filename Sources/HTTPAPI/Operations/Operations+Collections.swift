import ConfigurationFiles
import ConnectorKit
import Foundation
import HTTPTypes
import Host
import Model
import Store

extension Operation {
    static let collections: [Operation] = CourseCollection.allCases.flatMap { collection -> [Operation] in
        let path = "/groups/{group}/\(collection.rawValue)"
        let name = collection.rawValue.capitalized
        return [
            .list(
                path, "list\(name)",
                collection == .catalog
                    ? "The courses of a group and those shared into its catalog, archived ones included."
                    : "The courses in a group's library, archived ones included.",
                of: "Course",
                parameters: collection == .catalog
                    ? [
                        Parameter(
                            name: "shared", shape: .boolean,
                            help: "Only what was shared into it; default: false.")
                    ] : []
            ) { call, paging in
                let after = try paging.number(or: 0)
                let courses = try await call.host.store.courses(
                    in: collection, of: try call.group().id, placedOnly: call.flag("shared"), after: after,
                    limit: paging.limit)
                return Page(
                    items: courses.map { Record($0, for: call.token) },
                    next: courses.count == paging.limit ? courses.last.map { String($0.id) } : nil)
            },
            .change(
                .put, path + "/{course}", "placeIn\(name)",
                "Add a course of any group to this \(collection); archived courses cannot be added.",
                answer: .named("Course"), problems: [.conflict]
            ) { call in
                let group = try call.group()
                let course = try await call.anyCourse()
                return Change(call) { host in
                    try await host.store.place(course, in: collection, of: group.id).require(course)
                    return JSONValue.object(Record(course))
                }
            },
            .change(
                .delete, path + "/{course}", "takeFrom\(name)", "Remove a course from this \(collection).",
                status: .noContent, problems: [.conflict]
            ) { call in
                let group = try call.group()
                let course = try await call.anyCourse()
                guard collection != .catalog || course.group != group.id else {
                    throw Problem.conflict(
                        "\"\(course.content.name)\" is a course of \(group.name) itself; change its filters or archive it instead"
                    )
                }
                return Change(call, before: .object(Record(course))) { host in
                    try await host.store.remove(course.id, from: collection, of: group.id)
                }
            },
        ]
    }
}
