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
                of: "Course"
            ) { call, paging in
                let after = try paging.number(or: 0)
                let courses = try await call.host.store.courses(
                    in: collection, of: try call.group().id, after: after, limit: paging.limit)
                return Page(
                    items: courses.map { Record($0, for: call.token) },
                    next: courses.count == paging.limit ? courses.last.map { String($0.id) } : nil)
            },
            Operation(
                method: .put, path: path + "/{course}", id: "placeIn\(name)",
                summary:
                    "Add a course of any group to this \(collection); archived courses cannot be added.",
                role: .admin, status: .ok, answer: .named("Course"), problems: [.conflict],
                audited: .made { $0 }
            ) { call in
                let group = try call.group()
                let course = try await call.anyCourse()
                try await call.host.store.place(course, in: collection, of: group.id).require(course)
                return .object(Record(course))
            },
            Operation(
                method: .delete, path: path + "/{course}", id: "takeFrom\(name)",
                summary: "Remove a course from this \(collection).", role: .admin, status: .noContent,
                answer: nil, problems: [.conflict],
                audited: .state { .object(Record(try await $0.anyCourse())) }
            ) { call in
                let group = try call.group()
                let course = try await call.anyCourse()
                guard collection != .catalog || course.group != group.id else {
                    throw Problem.conflict(
                        "\"\(course.content.name)\" is a course of \(group.name) itself; change its filters or archive it instead"
                    )
                }
                try await call.host.store.remove(course.id, from: collection, of: group.id)
                return .null
            },
        ]
    }
}
