import ConfigurationFiles
import ConnectorKit
import HTTPAPI
import HTTPTypes
import Host
import Model
import Sync

extension DeploymentPage {
    /// How the deployment stands, and what a person does with it most.
    ///
    /// - Parameter refused: the form that was refused, and why.
    func overview(refused: (form: String, problem: Problem)? = nil) async throws -> ConsolePage {
        let deployment = try deployed()
        var fields: [(String, JSONValue)] = [
            ("summary", .text(descriptor.summary)), ("quirks", .texts(descriptor.quirks)),
            ("hasQuirks", .boolean(!descriptor.quirks.isEmpty)), ("isOn", .boolean(deployment.enabled)),
            ("hasStatistics", .boolean(provider is any StatsProvider)),
            ("tagsOn", .boolean(deployment.tags)), ("languagesTab", .text(address(.languages))),
            ("typesTab", .text(address(.types))),
        ]
        fields += try await overlaps(of: deployment, with: nil)
        fields += try await undo()
        if let refused { fields.append(("\(refused.form)Refusal", .text(refused.problem.detail))) }
        return try await page(.overview, fields, status: refused?.problem.status ?? .ok)
    }

    /// The groups that receive the same courses.
    ///
    /// - Parameter filters: the filters to assume; nil for those in force.
    func overlaps(of deployment: DeploymentConfiguration, with filters: FilterForm?) async throws
        -> [(String, JSONValue)]
    {
        let overlaps = try await context.caller.overlaps(of: deployment, filters: filters?.body).map {
            JSONValue.record([("group", .text($0.group.name)), ("count", .integer($0.courses))])
        }
        return [("overlaps", .list(overlaps)), ("hasOverlaps", .boolean(!overlaps.isEmpty))]
    }
}

extension PageRoute {
    /// The forms of the overview.
    static func overviewForms(_ path: String) -> [PageRoute] {
        [
            .form(path + "/tags") { context in
                let isOn = context.form["enabled"] == "yes"
                return try await changing(context, "tags") {
                    _ = try await context.call("setTagSync", body: .object(["enabled": .boolean(isOn)]))
                    return context.words(isOn ? "deployment.tagsSwitchedOn" : "deployment.tagsSwitchedOff")
                }
            },
            .form(path + "/undo") { context in
                try await changing(context, "undo") {
                    let changes = try await context.call("undoFilters")
                    return context.words(
                        "filters.undone",
                        ["archived": changes["archived"], "unarchived": changes["unarchived"]])
                }
            },
            .form(path + "/sync") { context in
                do {
                    let job = try await context.call(
                        "sync",
                        body: .object([
                            "kind": .text(context.form["kind"] ?? "all"),
                            "full": .boolean(context.form["full"] == "yes"),
                            "acceptShrink": .boolean(context.form["acceptShrink"] == "yes"),
                        ]))
                    return .moved(to: "/syncs/\(job["id"].plain.percentEncoded)")
                } catch let problem as Problem where problem.status != .forbidden {
                    return .page(try await DeploymentPage(context).overview(refused: ("sync", problem)))
                }
            },
        ]
    }

    /// Makes a change and returns to the overview, which shows the reason if it is refused.
    ///
    /// - Parameter run: returns the note to show.
    private static func changing(_ context: PageContext, _ form: String, _ run: () async throws -> String)
        async throws -> PageAnswer
    {
        do {
            let note = try await run()
            return .moved(to: try DeploymentPage(context).here, note: note)
        } catch let problem as Problem where problem.status != .forbidden {
            return .page(try await DeploymentPage(context).overview(refused: (form, problem)))
        }
    }
}
