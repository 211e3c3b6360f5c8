import ConfigurationFiles
import ConnectorKit
import Delivery
import HTTPAPI
import HTTPTypes
import Host
import Model

extension PageRoute {
    static let reconcile: [PageRoute] = [
        .page("/reconcile") { try ReconcilePages.page($0) },
        .form("/reconcile") { context in
            do {
                var body: [String: JSONValue] = ["dryRun": .boolean(context.form["mend"] != "yes")]
                if let group = context.form["group"] { body["group"] = .text(group) }
                let job = try await context.call("reconcile", body: .object(sorting: body))
                return .moved(to: "/reconcile/\(job["id"].plain.percentEncoded)")
            } catch let problem as Problem where problem.status != .forbidden {
                return .page(try ReconcilePages.page(context, refused: problem))
            }
        },
        .page("/reconcile/{reconcile}") { try await ReconcilePages.job($0) },
    ]
}

/// What the LMS holds against what it was told: shown first, then mended.
enum ReconcilePages {
    static func page(_ context: PageContext, refused: Problem? = nil) throws -> ConsolePage {
        try context.caller.requireAdmin()
        let groups = context.groups.map {
            JSONValue.record([
                ("id", .text($0.id)), ("name", .text($0.name)),
                ("isChosen", .boolean($0.id == context.form["group"])),
            ])
        }
        return context.administrationPage(
            .reconcile,
            [
                ("groups", .list(groups)), ("hasPlatform", .boolean(context.host.delivery.hasPlatform)),
            ], refused: refused)
    }

    static func job(_ context: PageContext) async throws -> ConsolePage {
        let job = try await context.call("getReconcile")
        let isFinished = job["finished"].isTrue
        let group = job["group"].text
        let differences = job["differences"].elements.map { difference in
            difference.with([
                ("groupName", .text(context.name(ofGroup: difference["group"].plain))),
                (
                    "address",
                    difference["course"] == .null
                        ? .null
                        : .text(Address.course(difference.with([("id", difference["course"])])))
                ),
            ])
        }
        return ConsolePage(
            "reconciled", context.words("reconcile.title"), in: .administration,
            [
                ("tabs", context.administration(at: .reconcile)), ("isFinished", .boolean(isFinished)),
                ("isRehearsal", job["dryRun"]), ("count", job["count"]), ("error", job["error"]),
                ("groupName", .optional(group.map(context.name))), ("group", job["group"]),
                ("differences", .list(differences)), ("hasDifferences", .boolean(!differences.isEmpty)),
                ("run", job["run"]), ("here", .text("/reconcile/\(context["reconcile"].percentEncoded)")),
                ("mayMend", .boolean(isFinished && job["dryRun"].isTrue && job["count"].count > 0)),
            ])
    }
}
