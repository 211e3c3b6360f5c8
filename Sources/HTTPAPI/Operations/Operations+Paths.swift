import ConnectorKit
import HTTPTypes
import Host
import Model
import Store

extension Operation {
    private static let name = Shape.text(minimum: 1, maximum: 200)
    private static let position = Shape.integer(1...1_000_000)

    static let paths: [Operation] = [
        .list("/paths", "listPaths", "The paths in order.", of: "Path") { call, paging in
            try paging.page(of: try await call.host.store.paths()) { Record($0) }
        },
        Operation(
            method: .post, path: "/paths", id: "createPath", summary: "Create an empty path at the end.",
            role: .admin, body: .object([.init("name", name)]), status: .created, answer: .named("Path"),
            audited: .made { $0 }, takesKey: true
        ) { call in
            guard let path = try await call.host.store.addPath(named: try call.pathName() ?? "") else {
                throw Problem.notFound("the path was removed in the meantime")
            }
            return .object(Record(path))
        },
        Operation(
            method: .get, path: "/paths/{path}", id: "getPath", summary: "One path.", role: .viewer,
            status: .ok, answer: .named("Path")
        ) { call in try await call.pathRecord() },
        Operation(
            method: .patch, path: "/paths/{path}", id: "changePath",
            summary: "Rename or move a path.", role: .admin,
            body: .object([
                .init("name", name, required: false),
                .init("position", position, required: false, "From 1; a larger number means the end."),
            ]), status: .ok, answer: .named("Path"), audited: .state { try await $0.pathRecord() }
        ) { call in
            let path = try await call.learningPath()
            let changed = try await call.host.store.changePath(
                path.id, name: try call.pathName(), position: call.body?["position"]?.integer)
            guard let changed else { throw call.noPath }
            return .object(Record(changed))
        },
        Operation(
            method: .delete, path: "/paths/{path}", id: "removePath",
            summary: "Remove a path, without its courses.", role: .admin,
            status: .noContent, answer: nil, audited: .state { try await $0.pathRecord() }
        ) { call in
            try await call.host.store.removePath(try await call.learningPath().id)
            return .null
        },
        .list(
            "/paths/{path}/courses", "listPathCourses",
            "The courses of a path in order, archived ones included.", of: "Course"
        ) { call, paging in
            let courses = try await call.host.store.courses(ofPath: try await call.learningPath().id)
            return try paging.page(of: courses.filter { call.token.covers(group: $0.group) }) { Record($0) }
        },
        Operation(
            method: .put, path: "/paths/{path}/courses/{course}", id: "placeInPath",
            summary: "Add a course to a path, or move it; archived courses cannot be added.",
            role: .admin,
            body: .object([
                .init("position", position, required: false, "From 1; default for a new course: the end.")
            ]), status: .ok, answer: .named("Path"), problems: [.conflict],
            audited: .state { try await $0.pathCourses() }
        ) { call in
            let path = try await call.learningPath()
            let course = try await call.anyCourse()
            let placement = try await call.host.store.place(
                course.id, inPath: path.id, at: call.body?["position"]?.integer)
            try placement.require(course)
            return try await call.pathRecord()
        },
        Operation(
            method: .delete, path: "/paths/{path}/courses/{course}", id: "takeFromPath",
            summary: "Remove a course from a path.", role: .admin, status: .noContent, answer: nil,
            audited: .state { try await $0.pathCourses() }
        ) { call in
            let path = try await call.learningPath()
            try await call.host.store.remove(try await call.anyCourse().id, fromPath: path.id)
            return .null
        },
        Operation(
            method: .get, path: "/paths/{path}/statistics", id: "getPathStatistics",
            summary: "Statistics of a path.", role: .viewer, status: .ok,
            answer: .named("Summary")
        ) { call in
            let path = try await call.learningPath()
            return .object(
                Record(try await call.host.store.summary(of: .path(path.id), groups: call.token.groups)))
        },
    ]
}

extension APICall {
    fileprivate var noPath: Problem { .notFound("there is no path \"\(self["path"])\"") }

    fileprivate func learningPath() async throws -> LearningPath {
        guard let id = Int64(self["path"]), let path = try await host.store.path(id) else { throw noPath }
        return path
    }

    fileprivate func pathRecord() async throws -> JSONValue {
        .object(Record(try await learningPath()))
    }

    /// The ids of the path's courses, in order.
    fileprivate func pathCourses() async throws -> JSONValue {
        let path = try await learningPath()
        return .texts(try await host.store.courses(ofPath: path.id).map { String($0.id) })
    }

    fileprivate func pathName() throws(Problem) -> String? {
        guard let name = body?["name"]?.text else { return nil }
        guard !name.allSatisfy(\.isWhitespace), !name.contains(where: \.isNewline) else {
            throw .badRequest("/name: one line that is not empty was expected")
        }
        return name
    }

    /// The course of the path, in any group that the token covers.
    func anyCourse() async throws -> Course {
        let id = self["course"]
        guard let number = Int64(id), let course = try await host.store.course(number),
            token.covers(group: course.group)
        else { throw Problem.notFound("there is no course \"\(id)\"") }
        return course
    }
}

extension Placement {
    /// - Throws: ``Problem`` if the course was not placed.
    func require(_ course: Course) throws(Problem) {
        switch self {
        case .placed: return
        case .archived: throw .conflict("\(course.archivedSentence), and cannot be added")
        case .absent: throw .notFound("there is no course \"\(course.id)\", or its path was removed")
        }
    }
}
