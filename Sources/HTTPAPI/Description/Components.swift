import ConnectorKit
import Host
import Model
import Store

/// The shapes of what the API hands out, by name; the records are those of the command line.
enum Components {
    static func shape(_ name: String) -> Shape { all[name] ?? .map(.boolean) }

    static let all: [String: Shape] = [
        "Problem": .object([
            .init("type", .text()), .init("title", .text()), .init("status", .integer(400...599)),
            .init("detail", .text(maximum: 100_000)),
            .init(
                "diagnostics", .list(.named("Diagnostic")), required: false,
                "What is wrong with the configuration files, where that is why."),
        ]),
        "Diagnostic": record(
            Record.diagnosticKeys,
            [
                "line": count, "column": count, "code": .choice(Diagnostic.Code.allCases.map(\.rawValue)),
                "offending": .nullable(.text(maximum: 100_000)), "validValues": .list(.text()),
                "suggestion": .nullable(.text()),
                "excerpt": .nullable(
                    .object([
                        .init("text", .text(maximum: 100_000)), .init("from", count), .init("to", count),
                    ])),
            ]),
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
                "archivedBecause": .nullable(.list(.choice(["provider", "filter", "manual", "disabled"]))),
                "retiresAt": .nullable(.time),
            ]),
        "Tag": record(Record.tagKeys, ["origin": .choice(["provider", "manual"])]),
        "Attempt": record(
            Record.attemptKeys,
            [
                "firstActivity": .time, "lastActivity": .time, "completedAt": .nullable(.time),
                "progress": .integer(0...100), "result": .nullable(.choice(["success", "failed"])),
                "score": .nullable(.number),
                "timeSpentInMilliseconds": .nullable(.integer(0...Int64(1) << 53)),
            ]),
        "Run": record(
            Record.runKeys,
            Dictionary(
                uniqueKeysWithValues: [
                    "seen", "created", "updated", "unchanged", "archived", "unarchived", "skipped",
                    "requests",
                    "bytes",
                ].map { ($0, Shape.integer(0...Int64(1) << 53)) }
            ).merging(
                [
                    "id": .nullable(.text()), "groups": .list(.text()), "started": .time,
                    "finished": .nullable(.time),
                    "outcome": .nullable(
                        .choice(["done", "incomplete", "held", "failed", "rate_limited", "interrupted"])),
                    "error": .nullable(.text(maximum: 100_000)), "seconds": .number,
                ]) { $1 }),
        "Overlap": record(
            Record.overlapKeys,
            [
                "groups": .list(.text()), "count": .integer(0...1_000_000_000), "externalIds": .list(.text()),
                "filters": .list(.text()),
            ]),
        "Retiring": record(
            Record.retiringKeys,
            [
                "retiresAt": .time, "groups": .list(.text()), "alternatives": .nullable(.list(.text())),
                "paths": .list(.text()),
            ]),
        "Path": record(
            Record.pathKeys, ["position": count, "courses": count, "archived": count]),
        "Summary": record(
            Record.summaryKeys,
            Dictionary(
                uniqueKeysWithValues: Record.summaryKeys.map { ($0, Shape.integer(0...Int64(1) << 53)) })),
        "Facets": record(
            Record.facetKeys,
            Dictionary(
                uniqueKeysWithValues: Record.facetKeys.map {
                    ($0, .list(.object([.init("value", .text()), .init("count", count)])))
                }
            ).merging(["total": count]) { $1 }),
        "Change": .object([
            .init("id", .text()), .init("at", .time), .init("who", .text()), .init("what", .text()),
            .init("subject", .text(maximum: 100_000)),
            .init("before", .anything, "As it was; null where there was nothing."),
            .init("after", .anything, "As it is since; null where it is gone."),
            .init(
                "finished", .boolean,
                "False where the host ended in the middle of the change, or could not put it in force."),
        ]),
        "Token": record(
            Record.tokenKeys,
            [
                "role": .choice(Role.allCases.map(\.rawValue)), "groups": .list(.text()), "created": .time,
                "expires": .nullable(.time), "state": .choice(["active", "expired", "revoked"]),
            ]),
        "Preview": record(
            Record.previewKeys,
            ["archived": .integer(0...1_000_000_000), "unarchived": .integer(0...1_000_000_000)]),
        "Group": .object([.init("id", .text()), .init("name", .text()), .init("providers", .list(.text()))]),
        "Deployment": .object([
            .init("group", .text()), .init("provider", .text()), .init("enabled", .boolean),
            .init("tags", .boolean), .init("filters", .named("Filters")),
            .init("settings", .map(.text(maximum: 100_000)), "Secrets are not shown."),
            .init("secrets", .list(.text()), "The names of the settings that are secret and set."),
            .init("pushCompletions", .boolean), .init("schedule", .named("Schedule")),
            .init("file", .text()),
        ]),
        "Schedule": .object([
            .init("catalog", .list(.text()), "HH:MM, in the host's time zone."),
            .init("stats", .list(.text())),
            .init("changes", .text(), "How often changes are asked for, such as 15m; no: never."),
        ]),
        "Filters": .object([
            .init("languages", .list(.text(minimum: 1, maximum: 100)), "BCP 47; empty takes every language."),
            .init(
                "contentTypes", .list(.text(minimum: 1, maximum: 100)),
                "The provider's; empty takes every type."),
        ]),
        "Provider": .object([
            .init("id", .text()), .init("name", .text()), .init("summary", .text()),
            .init("capabilities", .list(.choice(Capability.allCases.map(\.rawValue)))),
            .init(
                "settings",
                .list(
                    .object([
                        .init("name", .text()), .init("type", .text()), .init("required", .boolean),
                        .init("secret", .boolean), .init("default", .nullable(.text())),
                        .init("help", .text()),
                    ]))),
            .init("contentTypes", .list(.text())),
            .init("schedule", .object([.init("catalog", .text()), .init("stats", .nullable(.text()))])),
            .init("quirks", .list(.text())),
        ]),
        "Skipped": .object([
            .init("externalId", .nullable(.text())), .init("reason", .text(maximum: 100_000)),
        ]),
        "Sync": .object([
            .init("id", .text()), .init("group", .nullable(.text())), .init("provider", .nullable(.text())),
            .init("dryRun", .boolean), .init("finished", .boolean),
            .init("at", .nullable(.named("Progress")), "What it is at; null before and after."),
            .init("runs", .list(.named("Run")), "Those of a dry run have no id, and are told at its end."),
            .init(
                "calls", .nullable(.list(.text(maximum: 100_000))),
                "What a dry run would tell the LMS; null where that is nothing to be told."),
            .init("error", .nullable(.text(maximum: 100_000)), "Why it could not be done at all."),
        ]),
        "Progress": .object([
            .init("run", .nullable(.text())), .init("kind", .nullable(.choice(["catalog", "stats"]))),
            .init(
                "state",
                .choice([
                    "began", "waiting", "listing", "restarted", "retrying", "not_called_back", "applying",
                ])), .init("rows", .nullable(count)), .init("total", .nullable(count)),
            .init("reason", .nullable(.text(maximum: 100_000))),
        ]),
        "PushContent": .object([
            .init("external_reference", .text(minimum: 1), "The key: what is found is updated."),
            .init("title", .text()), .init("description", .text(maximum: 1_000_000)),
            .init("launch_url", .text()), .init("image", .text()),
            .init("type", .text(), required: false, "link when left out."),
            .init("language", .text(), required: false),
            .init("duration", .integer(0...1_000_000), required: false, "Minutes."),
            .init("topics", .list(.text()), required: false),
            .init("skills", .list(.text()), required: false),
            .init("published", .boolean, required: false), .init("removed", .boolean, required: false),
        ]),
        "PushCompletion": .object([
            .init("content_external_reference", .text(), required: false, "This or the next."),
            .init("learning_object_external_reference", .text(), required: false),
            .init("email", .text()), .init("completed_at", .time),
            .init("started_at", .time, required: false), .init("passed", .boolean, required: false),
            .init("score", .number, required: false, "0 to 100."),
        ]),
        "PushJob": .object([
            .init("id", .text()), .init("group", .text()), .init("accepted", .time), .init("entries", count),
            .init("waiting", count, "How many are not done yet."),
        ]),
        "PushOutcome": record(
            Record.pushKeys,
            [
                "line": count,
                "outcome": .nullable(.choice(PushOutcome.allCases.map(\.rawValue))),
                "reason": .nullable(.text(maximum: 100_000)),
            ]),
        "Event": record(
            Record.eventKeys,
            [
                "event": .nullable(.text()), "subject": .nullable(.text()), "received": .nullable(.time),
                "outcome": .choice(["done", "set_aside", "pending"]),
                "reason": .nullable(.text(maximum: 100_000)),
            ]),
        "Status": record(
            Record.statusKeys,
            Dictionary(
                uniqueKeysWithValues: Record.statusKeys.map { ($0, .nullable(.text(maximum: 100_000))) }
            )
            .merging(
                Dictionary(
                    uniqueKeysWithValues: [
                        "attempts", "unmatched", "unknown", "eventsPending", "eventsSetAside",
                        "deliveryPending", "deliveryUnmatched", "deliverySetAside", "pushPending",
                        "pushSetAside",
                    ].map { ($0, .nullable(count)) })
            ) { $1 }
            .merging(
                [
                    "group": .text(), "name": .text(), "provider": .text(), "enabled": .boolean,
                    "active": count, "archived": count,
                ]) { $1 }),
        "Check": .object([
            .init("groups", count), .init("deployments", count),
            .init("mistakes", .list(.named("Diagnostic"))),
            .init(
                "online",
                .nullable(
                    .list(
                        .object([
                            .init("service", .text()), .init("groups", .list(.text())),
                            .init("finding", .nullable(.text())),
                            .init("problem", .nullable(.text(maximum: 100_000))),
                        ]))), "Null where it was not asked for, or the files have mistakes."),
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
    ]

    private static let count = Shape.integer(0...1_000_000_000)

    /// The shape of a record: text where nothing else is said.
    private static func record(_ keys: [String], _ shapes: [String: Shape]) -> Shape {
        .object(keys.map { .init($0, shapes[$0] ?? .text(maximum: 100_000)) })
    }
}
