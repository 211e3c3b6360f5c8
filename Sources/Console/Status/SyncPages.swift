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
            let runs = context.named(job["runs"].elements)
            let group = job["group"].plain
            let provider = context.host.name(ofProvider: job["provider"].plain)
            return ConsolePage(
                "sync", context.words("sync.title", ["providerName": .text(provider)]), in: .runs,
                [
                    ("job", job), ("runs", .list(runs)), ("hasRuns", .boolean(!runs.isEmpty)),
                    ("isFinished", job["finished"]),
                    ("progress", job["finished"].isTrue ? .null : PageContext.progressValues),
                    ("error", job["error"]),
                    ("live", .text("/syncs/\(context["sync"].percentEncoded)/events")),
                    ("providerName", .text(provider)),
                    ("group", .text(context.name(ofGroup: group))),
                    ("back", .text(Address.deployment(group, job["provider"].plain))),
                ])
        },
        PageRoute(method: .get, path: "/syncs/{sync}/events") { .stream(try await $0.stream("followSync")) },
        PageRoute(method: .get, path: "/runs/{run}/events") { .stream(try await $0.stream("followRun")) },
    ]
}
