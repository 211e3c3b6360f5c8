import ConnectorKit
package import Model
package import Store

extension Record {
    package static let pathKeys = ["id", "name", "position", "courses", "archived"]

    /// A path; `position` counts from 1, `courses` includes those that are archived.
    package init(_ path: LearningPath) {
        let values: [JSONValue] = [
            .text(String(path.id)), .text(path.name), .integer(path.position), .integer(path.courses),
            .integer(path.archived),
        ]
        self.init(Array(zip(Self.pathKeys, values)))
    }

    package static let summaryKeys = [
        "courses", "learners", "attempts", "completed", "inProgress", "succeeded", "failed",
        "timeSpentInMilliseconds",
    ]

    /// Attempts, counted; `courses` and `learners` are those that have any.
    package init(_ summary: AttemptSummary) {
        let values =
            [
                summary.courses, summary.learners, summary.attempts, summary.completed,
                summary.attempts - summary.completed, summary.succeeded, summary.failed,
            ].map { JSONValue.integer($0) } + [.integer(summary.timeSpent)]
        self.init(Array(zip(Self.summaryKeys, values)))
    }

    package static let courseActivityKeys = ["id", "name", "group", "learners", "attempts", "completed"]

    /// A course with its attempts, counted.
    package init(_ activity: CourseActivity) {
        let values: [JSONValue] = [
            .text(String(activity.course)), .text(activity.name), .text(activity.group),
            .integer(activity.learners), .integer(activity.attempts), .integer(activity.completed),
        ]
        self.init(Array(zip(Self.courseActivityKeys, values)))
    }

    package static let learnerActivityKeys = ["user", "attempts", "completed"]

    /// A learner with the attempts, counted.
    package init(_ activity: LearnerActivity) {
        let values: [JSONValue] = [
            .text(activity.user), .integer(activity.attempts), .integer(activity.completed),
        ]
        self.init(Array(zip(Self.learnerActivityKeys, values)))
    }

    package static let facetKeys = ["total", "languages", "types", "subjects", "publishers"]

    /// How often each value occurs in what was found, the most frequent first.
    package init(_ facets: SearchFacets) {
        let lists = [facets.languages, facets.types, facets.subjects, facets.publishers].map { values in
            JSONValue.list(
                values.map {
                    .object(Record([("value", .text($0.value)), ("count", .integer($0.count))]))
                })
        }
        self.init(Array(zip(Self.facetKeys, [.integer(facets.total)] + lists)))
    }
}
