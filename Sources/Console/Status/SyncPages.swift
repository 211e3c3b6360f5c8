import ConfigurationFiles
import ConnectorKit
import HTTPAPI
import HTTPTypes
import Host
import Model
import Runtime

extension PageRoute {
    static let syncs: [PageRoute] = [
        .page("/syncs/{sync}") { context in
            let job = try await context.call("getSync")
            let runs = job["runs"].elements.map(context.named)
            let group = job["group"].plain
            return ConsolePage(
                "sync", "Sync", in: .runs,
                [
                    ("job", job), ("runs", .list(runs)), ("hasRuns", .boolean(!runs.isEmpty)),
                    ("isFinished", job["finished"]), ("error", job["error"]),
                    ("live", .text("/syncs/\(context["sync"].percentEncoded)/events")),
                    ("providerName", .text(context.host.name(ofProvider: job["provider"].plain))),
                    ("group", .text(context.name(ofGroup: group))),
                    ("back", .text(Address.deployment(group, job["provider"].plain))),
                ])
        },
        PageRoute(method: .get, path: "/syncs/{sync}/events") { .stream(try await $0.stream("followSync")) },
        PageRoute(method: .get, path: "/runs/{run}/events") { .stream(try await $0.stream("followRun")) },
    ]
}
