import Sync
import Model
import ConfigurationFiles
import ConnectorKit
import HTTPTypes
import Host
import Runtime

extension APICall {
    /// The current deployment; null if the provider is not set up in the group.
    var knownRecord: JSONValue {
        get throws {
            let group = try group()
            return group.deployment(of: self["provider"]).map { .object($0.record(in: group)) } ?? .null
        }
    }

    /// The body with masked secrets.
    var sentWithoutSecrets: JSONValue {
        guard var members = body?.members else { return .null }
        if var settings = members["settings"]?.members {
            let secret = host.registry[self["provider"]]?.descriptor.settings.filter(\.secret) ?? []
            for setting in secret where settings[setting.name]?.text != nil {
                settings[setting.name] = .text("••••")
            }
            members["settings"] = .object(sorting: settings)
        }
        return JSONValue.object(sorting: members).canonical
    }

    /// The change in the body.
    func change() throws(Problem) -> DeploymentChange {
        var change = DeploymentChange()
        change.enabled = body?["enabled"]?.flag
        change.tags = body?["tags"]?.flag
        change.pushCompletions = body?["pushCompletions"]?.flag
        change.echo = body?["echo"]?.flag
        change.languages = body?["filters"]?["languages"]?.texts
        change.contentTypes = body?["filters"]?["contentTypes"]?.texts
        change.catalogTimes = body?["schedule"]?["catalog"]?.texts
        change.statsTimes = body?["schedule"]?["stats"]?.texts
        change.changes = body?["schedule"]?["changes"]?.text
        if let settings = body?["settings"]?.members { change.settings = settings.mapValues(\.text) }
        return change
    }

    /// Writes a change to the group's file.
    func write(_ change: DeploymentChange) throws(Problem) {
        let group = try group()
        let provider = try caller.provider(self["provider"])
        guard let source = live.source else { throw Problem.conflict("this host runs without files") }
        do throws(DeploymentRefusal) {
            try DeploymentEdit(
                source: source, host: host.configuration.host, group: group, provider: provider,
                randomText: host.context.environment.randomText
            ).apply(change)
        } catch {
            throw error.problem(in: group, for: token)
        }
    }
}

extension DeploymentRefusal {
    /// The problem for a caller: says nothing of other groups' files if the token is limited to groups.
    func problem(in group: GroupConfiguration, for token: APIToken) -> Problem {
        switch self {
        case .mistakes(let mistakes):
            let shown = mistakes.diagnostics.filter { token.groups.isEmpty || $0.file == group.shownFile }
            return Problem(
                status: .unprocessableContent,
                detail: shown.map(\.description).joined(separator: "\n"), diagnostics: shown)
        case .elsewhere where !token.groups.isEmpty:
            return .conflict(
                "nothing was changed, since another file has mistakes; its administrator sees them with `check`"
            )
        case .elsewhere(let mistakes):
            return Problem(
                status: .conflict,
                detail: "nothing was changed, since the files have mistakes already: \(mistakes)",
                diagnostics: mistakes.diagnostics)
        case .file(let refusal): return .conflict(refusal.message)
        }
    }
}

extension DeploymentConfiguration {
    func record(in group: GroupConfiguration) -> Record {
        Record([
            ("group", .text(self.group)), ("provider", .text(provider)), ("enabled", .boolean(enabled)),
            ("tags", .boolean(tags)),
            ("filters", .object(filters.record)),
            (
                "settings",
                .object(Record(settings.plain.sorted { $0.key < $1.key }.map { ($0.key, .text($0.value)) }))
            ),
            ("secrets", .texts(settings.secretNames.sorted())),
            ("pushCompletions", .boolean(pushCompletions)), ("echo", .boolean(echo)),
            (
                "schedule",
                .object(
                    Record([
                        ("catalog", .texts(schedule.catalog.map(\.description))),
                        ("stats", .texts(schedule.stats.map(\.description))),
                        ("changes", .text(schedule.changesText)),
                    ]))
            ), ("file", .text(group.shownFile)),
        ])
    }
}
