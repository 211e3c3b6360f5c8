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
        body?.withoutSecrets(of: host.registry[self["provider"]]).canonical ?? .null
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

extension JSONValue {
    /// What is said of a deployment, with masked secrets.
    func withoutSecrets(of provider: (any Provider)?) -> JSONValue {
        guard var members, var settings = members["settings"]?.members else { return self }
        for setting in provider?.descriptor.settings.filter(\.secret) ?? []
        where settings[setting.name]?.text != nil {
            settings[setting.name] = .text("••••")
        }
        members["settings"] = .object(sorting: settings)
        return .object(sorting: members)
    }
}

extension DeploymentChange {
    /// The change that a body asks for.
    init(_ body: JSONValue?) {
        self.init()
        enabled = body?["enabled"]?.flag
        tags = body?["tags"]?.flag
        pushCompletions = body?["pushCompletions"]?.flag
        echo = body?["echo"]?.flag
        languages = body?["filters"]?["languages"]?.texts
        contentTypes = body?["filters"]?["contentTypes"]?.texts
        terms = body?["filters"]?["terms"]?.members?.compactMapValues(\.texts) ?? [:]
        catalogTimes = body?["schedule"]?["catalog"]?.texts
        statsTimes = body?["schedule"]?["stats"]?.texts
        changes = body?["schedule"]?["changes"]?.text
        if let given = body?["settings"]?.members { settings = given.mapValues(\.text) }
    }
}

extension DeploymentRefusal {
    /// The problem for a caller: says nothing of other groups' files if the token is limited to groups.
    ///
    /// - Parameter group: the group that is changed; nil if it is new, which takes a token for all groups.
    func problem(in group: GroupConfiguration?, for token: APIToken) -> Problem {
        switch self {
        case .mistakes(let mistakes):
            return Problem(
                mistakes.diagnostics.filter { token.groups.isEmpty || $0.file == group?.shownFile })
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

extension Problem {
    /// What was sent would be these mistakes in a file.
    init(_ mistakes: [Diagnostic]) {
        self.init(
            status: .unprocessableContent, detail: mistakes.map(\.description).joined(separator: "\n"),
            diagnostics: mistakes)
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
