import ConfigurationFiles
import ConnectorKit
import Delivery
import HTTPTypes
import Host
import Model

extension Operation {
    static let reconciles: [Operation] = [
        .change(
            .post, "/reconciles", "reconcile",
            "Read back what the LMS holds, and mend what people changed there.",
            body: .object([
                .init(
                    "group", .text(minimum: 1, maximum: 200), required: false,
                    "Only this group; default: all."),
                .init("dryRun", .boolean, required: false, "Report what differs without changing anything."),
            ]), status: .accepted, answer: .named("Reconcile"), problems: [.conflict, .notFound],
            takesKey: true
        ) { call -> Change<ReconcileJob> in
            let group = try call.body?["group"]?.text.map { try call.caller.group($0).id }
            guard group != nil || call.token.groups.isEmpty else {
                throw Problem.forbidden("this token is limited to groups; name the group to reconcile")
            }
            guard call.host.delivery.hasPlatform else {
                throw Problem.conflict("results go to the workspace; there is nothing to reconcile")
            }
            let isRehearsal = call.body?["dryRun"]?.flag ?? false
            return .reconcile(group, isRehearsal: isRehearsal) { _ in
                call.live.reconcile(group, isRehearsal: isRehearsal)
            }
        } answering: {
            .object($0.record($1))
        },
        Operation(
            method: .get, path: "/reconciles/{reconcile}", id: "getReconcile",
            summary: "A reconcile that was started by a call, as long as the host remembers it.",
            role: .viewer,
            status: .ok, answer: .named("Reconcile")
        ) { call in
            guard let job = call.live.reconciles[call["reconcile"]],
                job.group.map({ call.token.covers(group: $0) }) ?? call.token.groups.isEmpty
            else {
                throw Problem.notFound(
                    "there is no reconcile \"\(call["reconcile"])\", or it ended long ago; /runs lists its run"
                )
            }
            return .object(call.record(job))
        },
    ]
}

extension APICall {
    fileprivate func record(_ job: ReconcileJob) -> Record {
        Record([
            ("id", .text(job.id)), ("group", .optional(job.group)), ("dryRun", .boolean(job.isRehearsal)),
            ("finished", .boolean(job.isFinished)), ("count", .integer(job.count)),
            ("differences", .list(job.differences.map { .object(Record($0)) })),
            ("run", job.run.map { .object(record($0)) } ?? .null), ("error", .optional(job.error)),
        ])
    }
}
