import ConfigurationFiles
import ConnectorKit
import Foundation
import HTTPTypes
import Host
import Model
import Store

extension Operation {
    static let activity: [Operation] = [
        Operation(
            method: .get, path: "/statistics", id: "getStatistics",
            summary: "Attempts in the groups that this token covers, or in one of them, counted.",
            role: .viewer, parameters: scope, status: .ok,
            answer: .object([
                .init("summary", .named("Summary")),
                .init(
                    "months",
                    .list(.object([.init("month", .text()), .init("completed", .integer(0...(1 << 53)))])),
                    "Completions, by months in UTC that have any."),
                .init("courses", .list(.named("CourseActivity")), "The courses with the most attempts."),
                .init("learners", .list(.named("LearnerActivity")), "The learners with the most attempts."),
                .init(
                    "paths",
                    .list(
                        .object([
                            .init("id", .text()), .init("name", .text()),
                            .init("statistics", .named("Summary")),
                        ])), "The paths, at all times and of all providers."),
            ]), problems: [.notFound]
        ) { call in try await call.statistics() },
        .list(
            "/statistics/courses", "listCourseActivity", "Courses, those with the most attempts first.",
            of: "CourseActivity", parameters: scope, problems: [.notFound]
        ) { call, paging in
            let found = try await call.host.store.busiestCourses(try call.activity(paging))
            return try paging.page(of: found.prefix(paging.limit), hasMore: found.count > paging.limit) {
                Record($0)
            }
        },
        .list(
            "/statistics/learners", "listLearnerActivity", "Learners, those with the most attempts first.",
            of: "LearnerActivity",
            parameters: scope + [
                Parameter(
                    name: "user", shape: .text(minimum: 1, maximum: 320),
                    help: "Part of an e-mail address; case does not matter.")
            ], problems: [.notFound]
        ) { call, paging in
            let found = try await call.host.store.busiestLearners(try call.activity(paging))
            return try paging.page(of: found.prefix(paging.limit), hasMore: found.count > paging.limit) {
                Record($0)
            }
        },
    ]

    private static let scope = [
        Parameter(name: "group", shape: .text(minimum: 1, maximum: 200), help: "Only this group."),
        Parameter(name: "provider", shape: .text(minimum: 1, maximum: 200), help: "Only this provider."),
        Parameter(
            name: "from", shape: .time, help: "Only attempts whose last activity is not before this time."),
        Parameter(
            name: "until", shape: .time, help: "Only attempts whose last activity is before this time."),
    ]
}

extension APICall {
    /// - Parameter paging: nil for the first rows.
    fileprivate func activity(_ paging: Paging? = nil) throws -> ActivityQuery {
        let group = try query["group"]?.first.map { try caller.group($0).id }
        var activity = ActivityQuery(groups: group.map { [$0] } ?? token.groups)
        activity.provider = try query["provider"]?.first.map { try caller.provider($0).descriptor.id }
        activity.from = query["from"]?.first.flatMap(Timestamp.date)
        activity.until = query["until"]?.first.flatMap(Timestamp.date)
        activity.user = query["user"]?.first
        if let paging {
            activity.offset = try paging.offset()
            activity.limit = paging.limit + 1
        }
        return activity
    }

    fileprivate func statistics() async throws -> JSONValue {
        let store = host.store
        let activity = try activity()
        let summary = try await store.summary(activity)
        let months = try await store.completionsByMonth(activity).map {
            JSONValue.object(Record([("month", .text($0.month)), ("completed", .integer($0.completed))]))
        }
        let courses = try await store.busiestCourses(activity).map { JSONValue.object(Record($0)) }
        let learners = try await store.busiestLearners(activity).map { JSONValue.object(Record($0)) }
        var paths: [JSONValue] = []
        for path in try await store.paths(groups: token.groups) {
            let summary = try await store.summary(of: .path(path.id), groups: activity.groups)
            paths.append(
                .object(
                    Record([
                        ("id", .text(String(path.id))), ("name", .text(path.name)),
                        ("statistics", .object(Record(summary))),
                    ])))
        }
        return .object(
            Record([
                ("summary", .object(Record(summary))), ("months", .list(months)),
                ("courses", .list(courses)), ("learners", .list(learners)), ("paths", .list(paths)),
            ]))
    }
}
