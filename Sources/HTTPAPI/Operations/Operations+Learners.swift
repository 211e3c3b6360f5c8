import ConfigurationFiles
import ConnectorKit
import Model
import HTTPTypes
import Host
import Model
import Store

extension Operation {
    static let learners: [Operation] = [
        Operation(
            method: .get, path: "/groups/{group}/courses/{course}/launch", id: "launchCourse",
            summary: "Open an attempt for a learner, and redirect to the course.", role: .admin,
            parameters: [
                Parameter(
                    name: "user", shape: .text(minimum: 1, maximum: 320),
                    help: "The learner's e-mail address; case does not matter.", isRequired: true)
            ], status: .seeOther, answer: nil, problems: [.conflict]
        ) { call in
            let course = try await call.course()
            do throws(LaunchRefusal) {
                return .text(try await call.host.launch(course, for: call.query["user"]?.first ?? ""))
            } catch {
                switch error {
                case .user(let message): throw Problem.badRequest(message)
                case .course(let message): throw Problem.conflict(message)
                case .store(let error): throw error
                }
            }
        },
        Operation(
            method: .get, path: "/groups/{group}/courses/{course}/statistics", id: "getCourseStatistics",
            summary: "Statistics of a course.", role: .viewer, status: .ok,
            answer: .named("Summary")
        ) { call in
            .object(Record(try await call.host.store.summary(of: .course(try await call.course().id))))
        },
        Operation(
            method: .get, path: "/learners/{user}/statistics", id: "getLearnerStatistics",
            summary: "Statistics of a learner in the groups that this token covers.", role: .viewer,
            status: .ok, answer: .named("Summary")
        ) { call in
            .object(
                Record(
                    try await call.host.store.summary(
                        of: .learner(call["user"]), groups: call.token.groups)))
        },
        Operation(
            method: .get, path: "/statistics", id: "getStatistics",
            summary: "Attempts in the groups that this token covers, or in one of them, counted.",
            role: .viewer,
            parameters: [
                Parameter(
                    name: "group", shape: .text(minimum: 1, maximum: 200), help: "Only this group.")
            ], status: .ok,
            answer: .object([
                .init("summary", .named("Summary")),
                .init("months", .list(counts("month")), "Completions, by months in UTC that have any."),
                .init("courses", .list(counts("id", "name", "group")), "The courses with the most attempts."),
                .init("learners", .list(counts("user")), "The learners with the most attempts."),
                .init(
                    "paths",
                    .list(
                        .object([
                            .init("id", .text()), .init("name", .text()),
                            .init("statistics", .named("Summary")),
                        ]))),
            ]), problems: [.notFound]
        ) { call in
            let group = try call.query["group"]?.first.map { try call.caller.group($0).id }
            let paths = try await call.host.store.paths(groups: call.token.groups)
            return try await statistics(
                of: group.map { [$0] } ?? call.token.groups, paths: paths, call.host.store)
        },
    ]

    /// What was counted of something that these keys name.
    private static func counts(_ names: String...) -> Shape {
        let counted = names == ["month"] ? ["completed"] : ["attempts", "completed"]
        let learners = names.contains("id") ? ["learners"] : []
        return .object(
            names.map { .init($0, .text()) } + (learners + counted).map { .init($0, .integer(0...(1 << 53))) }
        )
    }

    private static func statistics(
        of groups: [String], paths shown: [LearningPath], _ store: Store
    ) async throws -> JSONValue {
        let most = 15
        let months = try await store.completionsByMonth(groups: groups).map {
            Record([("month", .text($0.month)), ("completed", .integer($0.completed))])
        }
        let courses = try await store.busiestCourses(groups: groups, limit: most).map {
            Record([
                ("id", .text(String($0.course))), ("name", .text($0.name)), ("group", .text($0.group)),
                ("learners", .integer($0.learners)), ("attempts", .integer($0.attempts)),
                ("completed", .integer($0.completed)),
            ])
        }
        let learners = try await store.busiestLearners(groups: groups, limit: most).map {
            Record([
                ("user", .text($0.user)), ("attempts", .integer($0.attempts)),
                ("completed", .integer($0.completed)),
            ])
        }
        var paths: [Record] = []
        for path in shown {
            let summary = Record(try await store.summary(of: .path(path.id), groups: groups))
            paths.append(
                Record([
                    ("id", .text(String(path.id))), ("name", .text(path.name)),
                    ("statistics", .object(summary)),
                ]))
        }
        let summary = Record(try await store.summary(of: .everybody, groups: groups))
        let lists = [("months", months), ("courses", courses), ("learners", learners), ("paths", paths)]
        return .object(
            Record([("summary", .object(summary))] + lists.map { ($0, .list($1.map(JSONValue.object))) }))
    }
}
