import ConnectorKit
import HTTPTypes
import Host
import Model
import Store

extension Operation {
    private static let name = Shape.text(minimum: 1, maximum: 200)
    private static let position = Shape.integer(1...1_000_000)

    static let paths: [Operation] = [
        .list(
            "/paths", "listPaths",
            "The paths in order; for a token limited to groups those that have a course of theirs, counted alone.",
            of: "Path"
        ) { call, paging in
            try paging.page(of: try await call.host.store.paths(groups: call.token.groups)) { Record($0) }
        },
        .change(
            .post, "/paths", "createPath", "Create an empty path at the end.",
            body: .object([.init("name", name)]), status: .created, answer: .named("Path"), takesKey: true
        ) { call in
            Change(call) { host in
                guard let path = try await host.store.addPath(named: try call.pathName() ?? "") else {
                    throw Problem.notFound("the path was removed in the meantime")
                }
                return JSONValue.object(Record(path))
            }
        },
        Operation(
            method: .get, path: "/paths/{path}", id: "getPath", summary: "One path.", role: .viewer,
            status: .ok, answer: .named("Path")
        ) { call in try await call.pathRecord() },
        .change(
            .patch, "/paths/{path}", "changePath", "Rename or move a path.",
            body: .object([
                .init("name", name, required: false),
                .init("position", position, required: false, "From 1; a larger number means the end."),
            ]), answer: .named("Path")
        ) { call in
            let path = try await call.learningPath()
            return Change(call, before: .object(Record(path))) { host in
                let changed = try await host.store.changePath(
                    path.id, name: try call.pathName(), position: call.body?["position"]?.integer)
                guard let changed else { throw call.noPath }
                return JSONValue.object(Record(changed))
            }
        },
        .change(
            .delete, "/paths/{path}", "removePath", "Remove a path, without its courses.", status: .noContent
        ) { call in
            let path = try await call.learningPath()
            return Change(call, before: .object(Record(path))) { host in
                try await host.store.removePath(path.id)
            }
        },
        .list(
            "/paths/{path}/courses", "listPathCourses",
            "The courses of a path in order, archived ones included.", of: "Course"
        ) { call, paging in
            let courses = try await call.host.store.courses(ofPath: try await call.learningPath().id)
            return try paging.page(of: courses.filter { call.token.covers(group: $0.group) }) { Record($0) }
        },
        .change(
            .put, "/paths/{path}/courses/{course}", "placeInPath",
            "Add a course to a path, or move it; archived courses cannot be added.",
            body: .object([
                .init("position", position, required: false, "From 1; default for a new course: the end.")
            ]), answer: .named("Path"), problems: [.conflict]
        ) { call in
            let path = try await call.learningPath()
            let course = try await call.anyCourse()
            return try await call.changeOfCourses { host in
                let placement = try await host.store.place(
                    course.id, inPath: path.id, at: call.body?["position"]?.integer)
                try placement.require(course)
                return try await call.pathRecord()
            }
        },
        .change(
            .delete, "/paths/{path}/courses/{course}", "takeFromPath", "Remove a course from a path.",
            status: .noContent
        ) { call in
            let path = try await call.learningPath()
            let course = try await call.anyCourse()
            return try await call.changeOfCourses { host in
                try await host.store.remove(course.id, fromPath: path.id)
            }
        },
        .list(
            "/paths/{path}/learners", "listPathLearners",
            "The learners who have attempted a course of a path, who completed most of it first.",
            of: "PathLearner"
        ) { call, paging in
            let path = try await call.learningPath()
            let learners = try await call.host.store.learners(
                ofPath: path.id, groups: call.token.groups, offset: try paging.offset(),
                limit: paging.limit + 1)
            return try paging.page(of: learners.prefix(paging.limit), hasMore: learners.count > paging.limit)
            {
                Record([
                    ("user", .text($0.email)), ("begun", .integer($0.begun)),
                    ("completed", .integer($0.completed)), ("courses", .integer(path.courses)),
                    ("lastActivity", .time($0.lastActivity)),
                ])
            }
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
        guard let id = Int64(self["path"]), let path = try await host.store.path(id, groups: token.groups)
        else { throw noPath }
        return path
    }

    fileprivate func pathRecord() async throws -> JSONValue {
        .object(Record(try await learningPath()))
    }

    fileprivate func changeOfCourses<Value>(_ make: @escaping (HostRuntime) async throws -> Value)
        async throws
        -> Change<Value>
    {
        Change(self, before: try await pathCourses(), after: { _ in try await pathCourses() }, make: make)
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
