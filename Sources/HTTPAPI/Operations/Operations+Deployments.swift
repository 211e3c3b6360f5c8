import ConfigurationFiles
import ConnectorKit
import HTTPTypes
import Host
import Model
import Store
import Sync

extension Operation {
    private static let path = "/groups/{group}/providers/{provider}"
    private static let texts = Shape.list(.text(minimum: 1, maximum: 100), maximum: 500)

    /// What a call may say of a deployment; what it leaves out stays.
    static let deploymentFields: [Shape.Field] = [
        .init("enabled", .boolean, required: false),
        .init("tags", .boolean, required: false, "Whether subjects become tags."),
        .init("pushCompletions", .boolean, required: false),
        .init(
            "echo", .boolean, required: false,
            "Whether content that the group pushed becomes a course of it."),
        .init(
            "filters",
            .object([
                .init("languages", texts, required: false),
                .init("contentTypes", texts, required: false),
                .init("terms", .map(texts), required: false),
            ]), required: false, "An omitted filter stays."),
        .init(
            "schedule",
            .object([
                .init("catalog", texts, required: false, "HH:MM; empty: the provider's default."),
                .init("stats", texts, required: false),
                .init(
                    "changes", .text(minimum: 1, maximum: 20), required: false, "Such as 15m, or no."),
            ]), required: false),
        .init(
            "settings", .map(.nullable(.text())), required: false,
            "By name; null resets to the default. Values are literal; secrets are stored in files of their own."
        ),
    ]

    static let deployments: [Operation] = [
        .list(
            "/groups/{group}/providers", "listDeployments", "The deployments of a group.",
            of: "Deployment"
        ) { call, paging in
            let group = try call.group()
            return try paging.page(of: group.deployments) { $0.record(in: group) }
        },
        Operation(
            method: .get, path: path, id: "getDeployment", summary: "A deployment.",
            role: .viewer, status: .ok, answer: .named("Deployment")
        ) { call in
            let (group, deployment) = try call.deployment()
            return .object(deployment.record(in: group))
        },
        .change(
            .patch, path, "changeDeployment",
            "Change or create a deployment: rewrites the group's file and puts it in force.",
            body: .object(deploymentFields), answer: .named("Deployment"),
            problems: [.conflict, .unprocessableContent]
        ) { call in
            let sent = call.sentWithoutSecrets
            return Change(call, before: try call.knownRecord, followedBy: .reload, after: { _ in sent }) {
                _ in
                try call.write(DeploymentChange(call.body))
            }
        } answering: { call, _ in
            let group = call.live.current.configuration.group(call["group"])
            guard let group, let deployment = group.deployment(of: call["provider"]) else {
                throw Problem.notInForce("the host's log says why")
            }
            return .object(deployment.record(in: group))
        },
        .change(
            .put, path + "/tags", "setTagSync",
            "Whether subjects become tags; if not, they are removed with the next sync.",
            body: .object([.init("enabled", .boolean)]), status: .noContent,
            problems: [.conflict, .unprocessableContent]
        ) { call in
            let before = Record([("enabled", .boolean(try call.deployment().deployment.tags))])
            return Change(
                call, before: .object(before), followedBy: .reload,
                after: { _ in call.body?.canonical ?? .null }
            ) { _ in
                var change = DeploymentChange()
                change.tags = call.body?["enabled"]?.flag
                try call.write(change)
            }
        },
        Operation(
            method: .get, path: path + "/items/{item}/explanation", id: "explainItem",
            summary: "The source of every field of an item, and why it is a course of the group or not.",
            role: .viewer, status: .ok, answer: .named("Explanation")
        ) { call in
            let (group, deployment) = try call.deployment()
            guard let explanation = try await call.host.explain(call["item"], in: deployment) else {
                let reason = try await call.host.whyUnexplained(call["item"], in: deployment)
                throw Problem.notFound("\(group.name): \(reason)")
            }
            return .object(explanation.record)
        },
    ]
}
