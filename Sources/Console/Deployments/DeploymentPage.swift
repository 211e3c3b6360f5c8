import ConfigurationFiles
import ConnectorKit
import Foundation
import HTTPAPI
import HTTPTypes
import Host
import Model
import Sync

/// A provider in a group: its state, filters, tags and settings.
enum DeploymentPage {
    /// Performs the action of a form; shows the page again if it is refused.
    ///
    /// - Parameter run: returns the note to show.
    static func change(_ context: PageContext, _ form: String, _ run: () async throws -> String) async throws
        -> PageAnswer
    {
        do {
            return .moved(
                to: Address.deployment(context["group"], context["provider"]), note: try await run())
        } catch let problem as Problem where problem.status != .forbidden {
            return .page(try await page(context, refused: (form, problem)))
        }
    }

    /// Shows a page; if that is refused, the page with the reason.
    static func answering(
        _ context: PageContext, _ form: String, _ show: (PageContext) async throws -> ConsolePage
    ) async throws -> ConsolePage {
        do { return try await show(context) } catch let problem as Problem where problem.status != .forbidden
        {
            return try await page(context, refused: (form, problem))
        }
    }

    /// - Parameters:
    ///   - preview: the filters to preview.
    ///   - refused: the form that was refused, and why.
    static func page(
        _ context: PageContext, preview: FilterForm? = nil, refused: (form: String, problem: Problem)? = nil
    ) async throws -> ConsolePage {
        let group = try context.caller.group(context["group"])
        let provider = try context.caller.provider(context["provider"])
        let deployment = group.deployment(of: provider.descriptor.id)
        guard deployment != nil || context.mayChange else {
            throw Problem.notFound("\(provider.descriptor.id) is not deployed in \(group.name)")
        }
        var fields: [(String, JSONValue)] = [
            ("group", .text(group.name)), ("courses", .text(group.coursesAddress)),
            ("file", .text(group.shownFile)), ("providerName", .text(provider.descriptor.displayName)),
            ("summary", .text(provider.descriptor.summary)),
            ("here", .text(Address.deployment(group.id, provider.descriptor.id))),
            ("isDeployed", .boolean(deployment != nil)), ("quirks", .texts(provider.descriptor.quirks)),
            ("hasQuirks", .boolean(!provider.descriptor.quirks.isEmpty)),
            ("takesPushes", .boolean(provider is any PushProvider)),
            ("hasStatistics", .boolean(provider is any StatsProvider)),
        ]
        fields += settings(
            context, provider, deployment, refused?.form == "settings" ? refused?.problem : nil)
        if let deployment {
            fields += try await filters(context, provider, deployment, preview, refused)
            fields.append(("state", .object(try await DeploymentStates(context).record(deployment))))
            fields.append(("tagsOn", .boolean(deployment.tags)))
        }
        if let refused { fields.append(("\(refused.form)Refusal", .text(refused.problem.detail))) }
        return ConsolePage(
            "deployment",
            context.words(
                "deployment.in",
                ["providerName": .text(provider.descriptor.displayName), "group": .text(group.name)]),
            in: .overview, fields,
            status: refused?.problem.status ?? .ok)
    }

    private static func settings(
        _ context: PageContext, _ provider: any Provider, _ deployment: DeploymentConfiguration?,
        _ problem: Problem?
    ) -> [(String, JSONValue)] {
        let mistakes = SettingMistakes(problem, provider.descriptor)
        let form = problem == nil ? FormFields() : context.form
        let isAgain = problem != nil
        func schedule(_ name: String, _ times: [TimeOfDay]?) -> JSONValue {
            .text(
                isAgain
                    ? form["schedule.\(name)"] ?? ""
                    : (times ?? []).map(\.description).joined(separator: ", "))
        }
        let changes = deployment?.schedule.changesText ?? "no"
        return [
            (
                "settings",
                .list(
                    SettingsForm(provider.descriptor, deployment).rows(context.words, form, mistakes.byName))
            ),
            ("mistakes", .texts(mistakes.others)), ("hasMistakes", .boolean(!mistakes.others.isEmpty)),
            ("isOn", .boolean(isAgain ? form["enabled"] == "yes" : deployment?.enabled ?? true)),
            (
                "pushesCompletions",
                .boolean(isAgain ? form["pushCompletions"] == "yes" : deployment?.pushCompletions ?? false)
            ),
            ("echoes", .boolean(isAgain ? form["echo"] == "yes" : deployment?.echo ?? false)),
            ("catalogTimes", schedule("catalog", deployment?.schedule.catalog)),
            ("statsTimes", schedule("stats", deployment?.schedule.stats)),
            ("changes", .text(isAgain ? form["schedule.changes"] ?? "" : changes)),
            ("zone", .text(context.host.configuration.host.timezone.identifier)),
        ]
    }

    private static func filters(
        _ context: PageContext, _ provider: any Provider, _ deployment: DeploymentConfiguration,
        _ preview: FilterForm?, _ refused: (form: String, problem: Problem)?
    ) async throws -> [(String, JSONValue)] {
        let typed = refused?.form == "filters" ? FilterForm(context.form) : preview
        let form = typed ?? FilterForm(deployment.filters)
        var fields = form.fields(provider.descriptor.filters.contentTypes, context.words)
        if let preview {
            let changes = try await context.call("previewFilters", body: preview.body)
            fields += [
                ("isPreview", .boolean(true)), ("archived", changes["archived"]),
                ("unarchived", changes["unarchived"]),
            ]
        }
        let overlaps = try await context.caller.overlaps(of: deployment, filters: preview?.body)
            .map { overlap in
                JSONValue.record([
                    ("group", .text(overlap.group.name)), ("count", .integer(overlap.courses)),
                ])
            }
        return fields + [("overlaps", .list(overlaps)), ("hasOverlaps", .boolean(!overlaps.isEmpty))]
    }
}
