import ConfigurationFiles
import ConnectorKit
import HTTPAPI
import HTTPTypes
import Host
import Model

extension PageRoute {
    private static let path = "/groups/{group}/providers/{provider}/switch"

    static let providers: [PageRoute] = [
        .page("/providers") { context in
            let state = try await DeploymentStates(context)
            let deployments = context.groups.flatMap { group in
                group.deployments.map { deployment in
                    JSONValue.object(
                        state.record(deployment).with([
                            ("groupName", .text(group.name)),
                            ("groupAddress", .text(Address.group(group.id))),
                            ("switch", .text(deployment.address + "/switch")),
                        ]))
                }
            }
            return context.administrationPage(
                .providers,
                [("deployments", .list(deployments)), ("hasDeployments", .boolean(!deployments.isEmpty))])
        },
        .page(path) { try await SwitchPage.page($0) },
        .form(path) { context in
            do {
                let isOn = context.form["enabled"] == "yes"
                _ = try await context.call(
                    "changeDeployment", body: .object(["enabled": .boolean(isOn)]))
                let name = JSONValue.text(context.host.name(ofProvider: context["provider"]))
                return .moved(
                    to: "/providers",
                    note: context.words(isOn ? "providers.isOn" : "providers.isOff", ["name": name]))
            } catch let problem as Problem where problem.status != .forbidden {
                return .page(try await SwitchPage.page(context, refused: problem))
            }
        },
    ]
}

/// Asks before a provider is switched on or off in a group, with what that archives.
enum SwitchPage {
    static func page(_ context: PageContext, refused: Problem? = nil) async throws -> ConsolePage {
        try context.caller.requireAdmin()
        let deployment = try await context.call("getDeployment")
        let isOn = deployment["enabled"].isTrue
        let status = try await context.list("listStatus").first {
            $0["group"] == deployment["group"] && $0["provider"] == deployment["provider"]
        }
        return ConsolePage(
            "switch",
            context.words(
                isOn ? "providers.offTitle" : "providers.onTitle",
                [
                    "providerName": .text(context.host.name(ofProvider: context["provider"])),
                    "group": .text(context.name(ofGroup: context["group"])),
                ]), in: .administration,
            [
                ("isOn", .boolean(isOn)), ("count", .integer(status?["active"].count ?? 0)),
                ("here", .text(Address.deployment(context["group"], context["provider"]) + "/switch")),
                ("refusal", .optional(refused?.detail)),
            ], status: refused?.status ?? .ok)
    }
}
