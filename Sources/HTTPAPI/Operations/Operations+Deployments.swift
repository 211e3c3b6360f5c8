import ConfigurationFiles
import ConnectorKit
import HTTPTypes
import Host
import Model
import Store
import Sync

extension Operation {
    private static let path = "/groups/{group}/providers/{provider}"
    private static let texts = Shape.list(.text(minimum: 1, maximum: 100))

    static let deployments: [Operation] = [
        .list(
            "/groups/{group}/providers", "listDeployments", "The providers that are deployed in a group.",
            of: "Deployment"
        ) { call, paging in
            let group = try call.group()
            return try paging.page(of: group.deployments) { $0.record(in: group) }
        },
        Operation(
            method: .get, path: path, id: "getDeployment", summary: "How a provider runs in a group.",
            role: .viewer, status: .ok, answer: .named("Deployment")
        ) { call in
            let (group, deployment) = try call.deployment()
            return .object(deployment.record(in: group))
        },
        Operation(
            method: .patch, path: path, id: "changeDeployment",
            summary:
                "Change how a provider runs in a group, or set it up there: the group's file is rewritten, and in force.",
            role: .admin,
            body: .object([
                .init("enabled", .boolean, required: false),
                .init("tags", .boolean, required: false, "Whether subjects become tags."),
                .init("pushCompletions", .boolean, required: false),
                .init(
                    "filters",
                    .object([
                        .init("languages", texts, required: false),
                        .init("contentTypes", texts, required: false),
                    ]), required: false, "A filter that is left out stays."),
                .init(
                    "schedule",
                    .object([
                        .init("catalog", texts, required: false, "HH:MM; empty: the provider's own times."),
                        .init("stats", texts, required: false),
                        .init(
                            "changes", .text(minimum: 1, maximum: 20), required: false, "Such as 15m, or no."),
                    ]), required: false),
                .init(
                    "settings", .map(.nullable(.text())), required: false,
                    "By name; null: its default. A value means itself, and a secret is kept in a file of its own."
                ),
            ]), status: .ok, answer: .named("Deployment"), problems: [.conflict, .unprocessableContent],
            audited: .told(before: { try $0.knownRecord }, after: { $0.sentWithoutSecrets }),
            isDelivered: true
        ) { call in
            try await call.apply(try call.change())
            let group = call.live.current.configuration.group(call["group"])
            guard let group, let deployment = group.deployment(of: call["provider"]) else {
                throw Problem.notInForce("the host reports why")
            }
            return .object(deployment.record(in: group))
        },
        Operation(
            method: .put, path: path + "/filters", id: "setFilters",
            summary: "Replace both filters, in the group's file and in its courses, at once.", role: .admin,
            body: .named("Filters"), status: .ok, answer: .named("Preview"), problems: [.conflict],
            audited: .sent { try $0.deploymentRecord["filters"] ?? .null }, isDelivered: true
        ) { call in
            let (_, deployment) = try call.deployment()
            let filters = try call.filters(for: deployment)
            let changes: StandingChanges
            do throws(FilterFailure) {
                changes = try await call.host.setFilters(filters, in: deployment)
            } catch {
                if case .store(let reason) = error { call.live.report("setFilters: \(reason)") }
                throw error.problem
            }
            if let reason = await call.live.reload() { throw Problem.notInForce(reason) }
            return .object(Record(preview: changes))
        },
        Operation(
            method: .post, path: path + "/filters/preview", id: "previewFilters",
            summary: "How many courses filters would archive and unarchive.", role: .viewer,
            body: .named("Filters"), status: .ok, answer: .named("Preview")
        ) { call in
            let (_, deployment) = try call.deployment()
            let filters = try call.filters(for: deployment)
            return .object(Record(preview: try await call.host.catalog.preview(filters, in: deployment)))
        },
        Operation(
            method: .put, path: path + "/tags", id: "setTagSync",
            summary: "Whether subjects become tags; off, they go at the next sync.", role: .admin,
            body: .object([.init("enabled", .boolean)]), status: .noContent, answer: nil,
            problems: [.conflict, .unprocessableContent],
            audited: .sent {
                .object(Record([("enabled", .boolean(try $0.deployment().deployment.tags))]))
            }
        ) { call in
            _ = try call.deployment()
            var change = DeploymentChange()
            change.tags = call.body?["enabled"]?.flag
            try await call.apply(change)
            return .null
        },
        Operation(
            method: .get, path: path + "/items/{item}/explanation", id: "explainItem",
            summary: "Where every field of an item comes from, and why it is a course of the group or none.",
            role: .viewer, status: .ok, answer: .named("Explanation")
        ) { call in
            let (group, deployment) = try call.deployment()
            guard let explanation = try await call.host.explain(call["item"], in: deployment) else {
                throw Problem.notFound(
                    "\(deployment.provider) has not listed \"\(call["item"])\" for \(group.name)")
            }
            return .object(explanation.record)
        },
    ]
}

extension APICall {
    /// The deployment as it is; null where the provider is not set up in the group.
    fileprivate var knownRecord: RecordValue {
        get throws {
            let group = try group()
            return group.deployment(of: self["provider"]).map { .object($0.record(in: group)) } ?? .null
        }
    }

    /// What was sent, secret settings masked.
    fileprivate var sentWithoutSecrets: RecordValue {
        guard case .object(var members)? = body else { return .null }
        if case .object(var settings)? = members["settings"] {
            let secret = host.registry[self["provider"]]?.descriptor.settings.filter(\.secret) ?? []
            for setting in secret where settings[setting.name]?.text != nil {
                settings[setting.name] = .text("••••")
            }
            members["settings"] = .object(settings)
        }
        return JSONBody.object(members).value
    }

    /// What the body asks for.
    fileprivate func change() throws(Problem) -> DeploymentChange {
        var change = DeploymentChange()
        change.enabled = body?["enabled"]?.flag
        change.tags = body?["tags"]?.flag
        change.pushCompletions = body?["pushCompletions"]?.flag
        change.languages = body?["filters"]?["languages"]?.texts
        change.contentTypes = body?["filters"]?["contentTypes"]?.texts
        change.catalogTimes = body?["schedule"]?["catalog"]?.texts
        change.statsTimes = body?["schedule"]?["stats"]?.texts
        change.changes = body?["schedule"]?["changes"]?.text
        if case .object(let settings)? = body?["settings"] { change.settings = settings.mapValues(\.text) }
        return change
    }

    /// Writes a change into the group's file, and puts it in force.
    fileprivate func apply(_ change: DeploymentChange) async throws {
        let group = try group()
        guard let provider = host.registry[self["provider"]] else {
            throw Problem.notFound("no provider \"\(self["provider"])\" is built in")
        }
        guard let source = live.source else { throw Problem.conflict("this host runs without files") }
        do throws(DeploymentRefusal) {
            try host.change(provider, in: group, change, source: source)
        } catch {
            throw error.problem(in: group, for: token)
        }
        if let reason = await live.reload() { throw Problem.notInForce(reason) }
    }

    fileprivate var deploymentRecord: Record {
        get throws {
            let (group, deployment) = try deployment()
            return deployment.record(in: group)
        }
    }

    /// The filters of the body.
    fileprivate func filters(for deployment: DeploymentConfiguration) throws -> Filters {
        do throws(FilterFailure) {
            return try host.filters(
                languages: body?["languages"]?.texts ?? [], contentTypes: body?["contentTypes"]?.texts ?? [],
                of: deployment.provider)
        } catch {
            throw error.problem
        }
    }
}

extension DeploymentRefusal {
    /// What a caller is told: of other groups' files nothing, where the token is limited to groups.
    fileprivate func problem(in group: GroupConfiguration, for token: APIToken) -> Problem {
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

extension FilterFailure {
    fileprivate var problem: Problem {
        switch self {
        case .invalid(let message): return .badRequest(message)
        case .file(let refusal): return .conflict(refusal.message)
        case .store:
            // What it says of this machine, such as paths, is for its administrator.
            var problem = Problem(
                status: .internalServerError,
                detail: "the file is written, and the host could not apply it; what it reports says why")
            problem.isAfterChange = true
            return problem
        }
    }
}

extension DeploymentConfiguration {
    fileprivate func record(in group: GroupConfiguration) -> Record {
        Record([
            ("group", .text(self.group)), ("provider", .text(provider)), ("enabled", .boolean(enabled)),
            ("tags", .boolean(tags)),
            ("filters", .object(filters.record)),
            (
                "settings",
                .object(Record(settings.plain.sorted { $0.key < $1.key }.map { ($0.key, .text($0.value)) }))
            ),
            ("secrets", .texts(settings.secretNames.sorted())),
            ("pushCompletions", .boolean(pushCompletions)),
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
