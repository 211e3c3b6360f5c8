import ConfigurationFiles
import ConnectorKit
import Foundation
import HTTPTypes
import Host
import Model

extension PageRoute {
    private static let path = "/groups/{group}/providers/{provider}"

    static let deployments: [PageRoute] = [
        .page(path) { try await DeploymentPage.page($0) },
        .form(path + "/filters") { visit in
            let entered = FilterForm(visit.form)
            guard visit.form["action"] == "save" else {
                return .page(
                    try await DeploymentPage.answering(visit, "filters") {
                        try await DeploymentPage.page($0, preview: entered)
                    })
            }
            return try await DeploymentPage.change(visit, "filters") {
                let changes = try await visit.ask("setFilters", body: entered.body)
                let (archived, unarchived) = (changes["archived"], changes["unarchived"])
                return "The filters are in force: \(archived.shownCount) archived, "
                    + "\(unarchived.shownCount) active again or new."
            }
        },
        .form(path + "/tags") { visit in
            try await DeploymentPage.change(visit, "tags") {
                let isOn = visit.form["enabled"] == "yes"
                _ = try await visit.ask("setTagSync", body: .object(["enabled": .boolean(isOn)]))
                return isOn
                    ? "Subjects become tags with the next sync."
                    : "The provider's tags go from the courses with the next sync; those of people stay."
            }
        },
        .form(path + "/settings") { visit in
            try await DeploymentPage.change(visit, "settings") {
                guard let provider = visit.host.registry[visit["provider"]] else {
                    throw Problem.notFound("no provider \"\(visit["provider"])\" is built in")
                }
                let group = visit.groups.first { $0.id == visit["group"] }
                let deployment = group?.deployment(of: visit["provider"])
                let change = SettingsForm(provider.descriptor, deployment).change(visit.form)
                guard !change.isEmpty || deployment == nil else { return "Nothing was changed." }
                let answer = try await visit.ask("changeDeployment", body: .object(change))
                return "\(answer["file"].plain) is changed, and in force."
            }
        },
        .form(path + "/sync") { visit in
            do {
                let kind = visit.form["kind"] ?? "all"
                let job = try await visit.ask(
                    "sync",
                    body: .object([
                        "kind": .text(kind), "full": .boolean(visit.form["full"] == "yes"),
                        "acceptShrink": .boolean(visit.form["acceptShrink"] == "yes"),
                    ]))
                return .moved(to: "/syncs/\(Address.part(job["id"].plain))")
            } catch let problem as Problem where problem.status != .forbidden {
                return .page(try await DeploymentPage.page(visit, refused: ("sync", problem)))
            }
        },
    ]
}

extension RecordValue {
    /// A number for a sentence.
    var shownCount: String { Int64(count).groupedText }
}
