import ConfigurationFiles
import ConnectorKit
import Foundation
import HTTPAPI
import Host
import Model
import Runtime
import Store
import Sync

/// The state of every deployment, for the overview and the deployment's page.
struct DeploymentStates: Sendable {
    private let host: HostRuntime
    private let token: APIToken
    private let statuses: [DeploymentStatus]
    /// The newest run of each kind over each connection in use, in groups that the visitor may see.
    private let runs: [Run]

    init(_ context: PageContext) async throws {
        host = context.host
        token = context.token
        statuses = try await host.status().filter { context.token.covers(group: $0.group.id) }
        runs = try await host.presentRuns().filter { run in
            run.groups.contains { context.token.covers(group: $0) }
        }
    }

    func record(_ deployment: DeploymentConfiguration) -> Record {
        let status = statuses.first { $0.deployment == deployment }
        let next = deployment.enabled ? status?.next : nil
        return Record([
            ("provider", .text(deployment.provider)),
            ("providerName", .text(host.name(ofProvider: deployment.provider))),
            ("address", .text(deployment.address)), ("enabled", .boolean(deployment.enabled)),
            ("active", .integer(status?.count?.active ?? 0)),
            ("archived", .integer(status?.count?.archived ?? 0)),
            ("attempts", .integer(status?.statistics?.count?.attempts ?? 0)),
            ("hasStatistics", .boolean(status?.statistics != nil)),
            ("catalog", shown(status?.last)), ("statistics", shown(status?.statistics?.last)),
            ("nextRun", .time(next?.time)), ("nextKind", .optional(next?.work.rawValue)),
        ])
    }

    private func shown(_ run: Run?) -> JSONValue {
        guard let run else { return .null }
        return .object(
            Record(run).limited(of: run, to: token).with([
                ("outcome", .text(run.outcome?.rawValue ?? "running"))
            ]))
    }

    /// The held listings, which wait for an administrator to accept that they archive more than half.
    func held(for context: PageContext) -> [JSONValue] {
        runs.filter { $0.outcome == .held }.map { run in
            .object(
                Record(run).limited(of: run, to: token).with([
                    ("providerName", .text(host.name(ofProvider: run.provider))),
                    ("groupNames", .text(context.names(of: run))),
                    ("address", .text("/runs/\(run.id.number)/held")),
                ]))
        }
    }

    /// The errors of the newest runs, each once.
    var errors: [String] {
        Set(runs.filter { $0.outcome != .held }.compactMap(\.error)).sorted()
    }
}

extension HostRuntime {
    /// The display name of a provider.
    func name(ofProvider id: String) -> String { registry[id]?.descriptor.displayName ?? id }
}

extension DeploymentConfiguration {
    /// The address of the deployment's page.
    var address: String { Address.deployment(group, provider) }
}

extension Address {
    static func deployment(_ group: String, _ provider: String) -> String {
        "/groups/\(group.percentEncoded)/providers/\(provider.percentEncoded)"
    }
}

extension PageContext {
    /// The names of those groups of a run that the visitor may see.
    func names(of run: Run) -> String {
        words.list(run.groups.filter { token.covers(group: $0) }.map(name))
    }
}
