import ConnectorKit
import Runtime
import ConfigurationFiles
import Host
import Model

extension Components {
    static let courses: [String: Shape] = [
        "Group": .object([.init("id", .text()), .init("name", .text()), .init("providers", .list(.text()))]),
        "Course": record(
            Record.courseKeys,
            [
                "group": .nullable(.text()),
                "description": .nullable(.text(maximum: 10_000_000)),
                "image": .nullable(.text(maximum: 100_000)),
                "duration": .nullable(.integer(1...1_000_000_000)), "authors": .list(.text()),
                "publisher": .nullable(.text()), "lang": .nullable(.text()),
                "launchUrl": .text(maximum: 100_000),
                "modifiedAt": .nullable(.time), "subjects": .list(.text()), "tags": .list(.text()),
                "archived": .boolean,
                "archivedBecause": .nullable(
                    .list(.choice(["provider", "filter", "manual", "disabled", "platform"]))),
                "retiresAt": .nullable(.time),
            ]),
        "Tag": record(Record.tagKeys, ["origin": .choice(["provider", "manual"])]),
        "Facets": record(
            Record.facetKeys,
            Dictionary(
                uniqueKeysWithValues: Record.facetKeys.map {
                    ($0, .list(.object([.init("value", .text()), .init("count", count)])))
                }
            ).merging(["total": count]) { $1 }),
        "Path": record(
            Record.pathKeys, ["position": count, "courses": count, "archived": count]),
        "Overlap": record(
            Record.overlapKeys,
            [
                "groups": .list(.text()), "count": .integer(0...1_000_000_000), "externalIds": .list(.text()),
                "filters": .list(.text()),
            ]),
        "LikelyOverlap": record(
            Record.likelyOverlapKeys,
            [
                "group": .text(), "name": .text(maximum: 100_000), "lang": .text(),
                "providers": .list(.text()), "externalIds": .list(.text()), "ids": .list(.text()),
            ]),
        "PathLearner": .object([
            .init("user", .text(maximum: 1_000)), .init("begun", count, "Courses of the path, attempted."),
            .init("completed", count, "Courses of the path, completed."),
            .init("courses", count, "How many the path has."), .init("lastActivity", .time),
        ]),
        "Retiring": record(
            Record.retiringKeys + ["uses", "suggestions"],
            [
                "retiresAt": .time, "groups": .list(.text()), "alternatives": .nullable(.list(.text())),
                "paths": .list(.text()),
                "uses": .list(
                    .object([
                        .init("group", .text()),
                        .init("course", .text(), "The id of its active course there."),
                        .init("paths", .list(.object([.init("id", .text()), .init("name", .text())]))),
                    ])),
                "suggestions": .nullable(
                    .list(
                        .object([
                            .init("externalId", .text()), .init("name", .nullable(.text(maximum: 100_000))),
                            .init(
                                "courses",
                                .list(.object([.init("group", .text()), .init("course", .text())])),
                                "Its active courses, by their groups."),
                        ]))),
            ]),
        "Explanation": .object([
            .init("externalId", .text()), .init("group", .text()), .init("provider", .text()),
            .init("id", .nullable(.text())), .init("verdict", .text()),
            .init("archivedBecause", .nullable(.list(.text()))),
            .init("because", .list(.text(maximum: 100_000))), .init("tags", .list(.named("Tag"))),
            .init(
                "fields",
                .list(
                    .object([
                        .init("field", .text()), .init("value", .anything),
                        .init("source", .text()), .init("rule", .text(maximum: 100_000)),
                    ]))),
        ]),
        "Attempt": record(
            Record.attemptKeys,
            [
                "firstActivity": .time, "lastActivity": .time, "completedAt": .nullable(.time),
                "progress": .integer(0...100), "result": .nullable(.choice(["success", "failed"])),
                "score": .nullable(.number),
                "timeSpentInMilliseconds": .nullable(.integer(0...Int64(1) << 53)),
            ]),
        "CourseActivity": record(
            Record.courseActivityKeys, ["learners": count, "attempts": count, "completed": count]),
        "LearnerActivity": record(Record.learnerActivityKeys, ["attempts": count, "completed": count]),
        "Summary": record(
            Record.summaryKeys,
            Dictionary(
                uniqueKeysWithValues: Record.summaryKeys.map { ($0, Shape.integer(0...Int64(1) << 53)) })),
    ]
}
