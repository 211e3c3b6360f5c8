import HTTPTypes
import Host
import Model

extension PageRoute {
    static let syncs: [PageRoute] = [
        .page("/syncs/{sync}") { visit in
            let job = try await visit.ask("getSync")
            let runs = job["runs"].elements.map(visit.named)
            let group = job["group"].plain
            return ConsolePage(
                "sync", "Sync", in: .runs,
                [
                    ("job", job), ("runs", .list(runs)), ("hasRuns", .boolean(!runs.isEmpty)),
                    ("isFinished", job["finished"]), ("error", job["error"]),
                    ("live", .text("/syncs/\(Address.part(visit["sync"]))/events")),
                    ("providerName", .text(visit.host.name(ofProvider: job["provider"].plain))),
                    ("group", .text(visit.name(ofGroup: group))),
                    ("back", .text(Address.deployment(group, job["provider"].plain))),
                ])
        },
        PageRoute(method: .get, path: "/syncs/{sync}/events") { .stream(try await $0.follow("followSync")) },
        PageRoute(method: .get, path: "/runs/{run}/events") { .stream(try await $0.follow("followRun")) },
    ]
}
