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
    ]
}
