import ConnectorKit
package import Model
package import Store

extension Record {
    package static let pushKeys = ["line", "reference", "outcome", "reason"]

    /// What became of one row (rules R2 and R3); `line` is the physical line, of which a CSV header is 1.
    package init(line: Int, reference: String, outcome: PushOutcome, reason: String?) {
        let values: [JSONValue] = [
            .integer(line), .text(reference), .text(outcome.rawValue), .optional(reason),
        ]
        self.init(Array(zip(Self.pushKeys, values)))
    }

    /// - Parameter waiting: why it still waits, where it does: to the one who asked it failed.
    package init(_ push: StoredPush, waiting: String?) {
        self.init(
            line: push.line, reference: push.reference, outcome: push.outcome ?? .failed,
            reason: push.outcome == nil
                ? "still waiting: \(waiting ?? push.reason ?? "not tried yet")" : push.reason)
    }

    /// A replayed push as ``eventKeys`` have it.
    package init(replayed push: StoredPush) {
        let type =
            if case .completion? = push.body { "push.completion" } else { "push.content" }
        let values: [JSONValue] = [
            .text("push-\(push.id.number)"), .null, .text(type), .text(push.reference), .null,
            .text(push.state.name), .optional(push.reason),
        ]
        self.init(Array(zip(Self.eventKeys, values)))
    }

    /// A push that was accepted, and how much of it waits.
    package init(_ job: PushJob) {
        self.init([
            ("id", .text(String(job.id.number))), ("group", .text(job.group)),
            ("accepted", .time(job.accepted)),
            ("entries", .integer(job.entries)), ("waiting", .integer(job.waiting)),
            ("failed", .integer(job.failed)),
        ])
    }

    /// A row that was refused or failed, as it was given by the columns of a file.
    package init(failed push: StoredPush) {
        let given = push.given.flatMap { JSONValue(json: $0) } ?? push.body.map { .object($0.columns) }
        self.init([
            ("line", .integer(push.line)), ("reference", .text(push.reference)),
            ("reason", .optional(push.reason)), ("row", given ?? .null),
        ])
    }
}
