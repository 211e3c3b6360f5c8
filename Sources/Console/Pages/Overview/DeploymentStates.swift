import ConnectorKit
import Foundation
import Host
import Store

/// How every deployment stands: its courses, its last runs, and what is due next.
struct DeploymentStates: Sendable {
    private let host: HostRuntime
    private let now: Date
    private let counts: [CourseCount]
    private let statistics: [StatisticsCount]
    private let runs: [Run]
    private let timetable: Timetable

    init(_ visit: Visit) async throws {
        host = visit.host
        now = visit.now
        counts = try await host.store.courseCounts()
        statistics = try await host.store.statisticsCounts()
        runs = try await host.store.newestRuns().filter { run in
            run.groups.contains { visit.token.covers(group: $0) }
        }
        timetable = try await host.timetable()
    }

    func record(_ deployment: DeploymentConfiguration) -> Record {
        let (group, provider) = (deployment.group, deployment.provider)
        let count = counts.first { $0.group == group && $0.provider == provider }
        let attempts = statistics.first { $0.group == group && $0.provider == provider }
        let next = timetable.connections.first {
            $0.provider == provider && $0.groups.contains(group)
        }.flatMap { timetable.next($0, after: now) }
        return Record([
            ("provider", .text(provider)),
            ("providerName", .text(host.registry[provider]?.descriptor.displayName ?? provider)),
            ("address", .text(deployment.address)), ("enabled", .boolean(deployment.enabled)),
            ("active", .integer(count?.active ?? 0)), ("archived", .integer(count?.archived ?? 0)),
            ("attempts", .integer(attempts?.attempts ?? 0)),
            ("catalog", last(.catalog, of: deployment)), ("statistics", last(.stats, of: deployment)),
            ("nextRun", .time(deployment.enabled ? next?.time : nil)),
            ("nextKind", .optional(deployment.enabled ? next?.work.rawValue : nil)),
        ])
    }

    private func last(_ kind: RunKind, of deployment: DeploymentConfiguration) -> RecordValue {
        let run = runs.first {
            $0.kind == kind.rawValue && $0.provider == deployment.provider
                && $0.groups.contains(deployment.group)
        }
        guard let run else { return .null }
        return .object(Record(run).with([("outcome", .text(run.outcome?.rawValue ?? "running"))]))
    }

    /// The listings that wait for somebody to accept that they archive more than half.
    func held(for visit: Visit) -> [RecordValue] {
        runs.filter { $0.outcome == .held }.map { run in
            let deployment = visit.groups.flatMap(\.deployments).first {
                $0.provider == run.provider && run.groups.contains($0.group)
            }
            return .object(
                Record(run).with([
                    (
                        "providerName",
                        .text(host.registry[run.provider]?.descriptor.displayName ?? run.provider)
                    ),
                    ("groupNames", .text(visit.names(of: run))),
                    ("accept", .optional(deployment.map { $0.address + "/accept-shrink" })),
                    ("mayAccept", .boolean(visit.mayChange && deployment != nil)),
                ]))
        }
    }

    /// Why the newest runs did not end well, each reason once.
    var errors: [String] {
        Set(runs.filter { $0.outcome != .held }.compactMap(\.error)).sorted()
    }
}

extension DeploymentConfiguration {
    /// The deployment's page.
    var address: String { "/groups/\(Address.part(group))/providers/\(Address.part(provider))" }
}

extension Visit {
    /// The names of a run's groups that the visitor may see.
    func names(of run: Run) -> String {
        run.groups.filter { token.covers(group: $0) }.map(name).joined(separator: ", ")
    }
}
