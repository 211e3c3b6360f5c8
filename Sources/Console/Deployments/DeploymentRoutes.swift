import ConfigurationFiles
import ConnectorKit
import Foundation
import HTTPAPI
import HTTPTypes
import Host
import Model

extension PageRoute {
    private static let path = "/groups/{group}/providers/{provider}"

    static let deployments: [PageRoute] = [
        .page(path) { try await DeploymentPage.page($0) },
        .form(path + "/filters") { context in
            let entered = FilterForm(context.form)
            guard context.form["action"] == "save" else {
                return .page(
                    try await DeploymentPage.answering(context, "filters") {
                        try await DeploymentPage.page($0, preview: entered)
                    })
            }
            return try await DeploymentPage.change(context, "filters") {
                let changes = try await context.call("setFilters", body: entered.body)
                return context.words(
                    "filters.saved",
                    ["archived": changes["archived"], "unarchived": changes["unarchived"]])
            }
        },
        .form(path + "/tags") { context in
            try await DeploymentPage.change(context, "tags") {
                let isOn = context.form["enabled"] == "yes"
                _ = try await context.call("setTagSync", body: .object(["enabled": .boolean(isOn)]))
                return context.words(isOn ? "deployment.tagsSwitchedOn" : "deployment.tagsSwitchedOff")
            }
        },
        .form(path + "/settings") { context in
            try await DeploymentPage.change(context, "settings") {
                let provider = try context.caller.provider(context["provider"])
                let group = context.groups.first { $0.id == context["group"] }
                let deployment = group?.deployment(of: context["provider"])
                let change = SettingsForm(provider.descriptor, deployment).change(context.form)
                guard !change.isEmpty || deployment == nil else { return context.words("common.unchanged") }
                let answer = try await context.call("changeDeployment", body: .object(sorting: change))
                return context.words("settings.saved", ["file": answer["file"]])
            }
        },
        .form(path + "/sync") { context in
            do {
                let kind = context.form["kind"] ?? "all"
                let job = try await context.call(
                    "sync",
                    body: .object([
                        "kind": .text(kind), "full": .boolean(context.form["full"] == "yes"),
                        "acceptShrink": .boolean(context.form["acceptShrink"] == "yes"),
                    ]))
                return .moved(to: "/syncs/\(job["id"].plain.percentEncoded)")
            } catch let problem as Problem where problem.status != .forbidden {
                return .page(try await DeploymentPage.page(context, refused: ("sync", problem)))
            }
        },
    ]
}
