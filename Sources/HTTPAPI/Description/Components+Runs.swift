import ConnectorKit
import ConfigurationFiles
import Delivery
import Host
import Model
import Store

extension Components {
    static let runs: [String: Shape] = [
        "Run": record(
            Record.runKeys,
            Dictionary(
                uniqueKeysWithValues: [
                    "seen", "created", "updated", "unchanged", "archived", "unarchived", "skipped",
                    "requests",
                    "bytes",
                ].map { ($0, Shape.nullable(.integer(0...Int64(1) << 53))) }
            ).merging(
                [
                    "id": .nullable(.text()), "groups": .list(.text()), "started": .time,
                    "finished": .nullable(.time),
                    "outcome": .nullable(
                        .choice(["done", "incomplete", "held", "failed", "rate_limited", "interrupted"])),
                    "error": .nullable(.text(maximum: 100_000)), "seconds": .number,
                ]) { $1 }),
        "Skipped": .object([
            .init("externalId", .nullable(.text())), .init("reason", .text(maximum: 100_000)),
        ]),
        "SkippedReason": .object([
            .init("reason", .text(maximum: 100_000)), .init("count", count),
        ]),
        "Remark": .object([.init("text", .text(maximum: 100_000))]),
        "Sync": .object([
            .init("id", .text()), .init("group", .nullable(.text())), .init("provider", .nullable(.text())),
            .init("dryRun", .boolean), .init("finished", .boolean),
            .init("at", .nullable(.named("Progress")), "The current step; null before and after the sync."),
            .init("runs", .list(.named("Run")), "Runs of a dry run have no id and appear at its end."),
            .init(
                "calls", .nullable(.list(.text(maximum: 100_000))),
                "The calls to the LMS that a dry run would make; null if there is none to report."),
            .init("error", .nullable(.text(maximum: 100_000)), "Why the sync failed as a whole."),
        ]),
        "Reconcile": .object([
            .init("id", .text()), .init("group", .nullable(.text())), .init("dryRun", .boolean),
            .init("finished", .boolean),
            .init("count", count, "How many differences were found so far."),
            .init("differences", .list(.named("Difference")), "The first 1,000 of them."),
            .init("run", .nullable(.named("Run")), "Null until it ended, and for a dry run."),
            .init("error", .nullable(.text(maximum: 100_000)), "Why not all of it was done."),
        ]),
        "Difference": record(
            Record.differenceKeys,
            [
                "course": .nullable(.text()), "externalId": .nullable(.text()),
                "name": .nullable(.text(maximum: 100_000)), "user": .nullable(.text(maximum: 100_000)),
                "difference": .choice(PlatformDifference.Kind.allCases.map(\.rawValue)),
                "found": .text(maximum: 100_000), "action": .text(maximum: 100_000),
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
        "PushContent": .object([
            .init("external_reference", .text(minimum: 1), "The key: an existing item is updated."),
            .init("title", .text(), required: false, "Needed unless removed, as are the next three."),
            .init("description", .text(maximum: 1_000_000), required: false),
            .init("launch_url", .text(), required: false), .init("image", .text(), required: false),
            .init("type", .text(), required: false, "Default: link."),
            .init("language", .text(), required: false),
            .init("duration", .integer(0...1_000_000), required: false, "Minutes."),
            .init("topics", .list(.text()), required: false),
            .init("skills", .list(.text()), required: false),
            .init("published", .boolean, required: false), .init("removed", .boolean, required: false),
        ]),
        "PushCompletion": .object([
            .init(
                "content_external_reference", .text(), required: false,
                "This or learning_object_external_reference."),
            .init("learning_object_external_reference", .text(), required: false),
            .init("email", .text()), .init("completed_at", .time),
            .init("started_at", .time, required: false), .init("passed", .boolean, required: false),
            .init("score", .number, required: false, "0 to 100."),
        ]),
        "PushJob": .object([
            .init("id", .text()), .init("group", .text()), .init("accepted", .time), .init("entries", count),
            .init("waiting", count, "The number of items that wait."),
            .init("failed", count, "The number of items that were refused or failed."),
        ]),
        "FailedRow": .object([
            .init("line", count), .init("reference", .text(maximum: 100_000)),
            .init("reason", .nullable(.text(maximum: 100_000))),
            .init("row", .anything, "The item as it was given; null if it could not be read."),
        ]),
        "PushOutcome": record(
            Record.pushKeys,
            [
                "line": count,
                "outcome": .nullable(.choice(PushOutcome.allCases.map(\.rawValue))),
                "reason": .nullable(.text(maximum: 100_000)),
            ]),
    ]
}
