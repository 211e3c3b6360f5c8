import ConfigurationFiles
import ConnectorKit
import Foundation
import HTTPAPI
import HTTPTypes
import Host
import Model
import Sync

/// One provider in one group: how it stands, its filters, its tags, its settings.
enum DeploymentPage {
    /// Does what a form asks for, and shows the page again where that was refused.
    ///
    /// - Parameter run: returns what is said about it then.
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

    /// Shows a page, and where that is refused the page with the reason.
    static func answering(
        _ context: PageContext, _ form: String, _ show: (PageContext) async throws -> ConsolePage
    ) async throws -> ConsolePage {
        do { return try await show(context) } catch let problem as Problem where problem.status != .forbidden
        {
            return try await page(context, refused: (form, problem))
        }
    }

    /// - Parameters:
    ///   - preview: filters to be tried.
    ///   - refused: the form that was sent, and why nothing was done.
    static func page(
        _ context: PageContext, preview: FilterForm? = nil, refused: (form: String, problem: Problem)? = nil
    ) async throws -> ConsolePage {
        guard let group = context.groups.first(where: { $0.id == context["group"] }) else {
            throw Problem.notFound("there is no group \"\(context["group"])\"")
        }
        guard let provider = context.host.registry[context["provider"]] else {
            throw Problem.notFound("no provider \"\(context["provider"])\" is built in")
        }
        let deployment = group.deployment(of: provider.descriptor.id)
        guard deployment != nil || context.mayChange else {
            throw Problem.notFound("\(provider.descriptor.id) is not deployed in \(group.name)")
        }
        var fields: [(String, RecordValue)] = [
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
            "deployment", "\(provider.descriptor.displayName) in \(group.name)", in: .overview, fields,
            status: refused?.problem.status ?? .ok)
    }

    private static func settings(
        _ context: PageContext, _ provider: any Provider, _ deployment: DeploymentConfiguration?,
        _ problem: Problem?
    ) -> [(String, RecordValue)] {
        let mistakes = SettingMistakes(problem, provider.descriptor)
        let form = problem == nil ? FormFields() : context.form
        let isAgain = problem != nil
        func schedule(_ name: String, _ times: [TimeOfDay]?) -> RecordValue {
            .text(
                isAgain
                    ? form["schedule.\(name)"] ?? ""
                    : (times ?? []).map(\.description).joined(separator: ", "))
        }
        let changes = deployment?.schedule.changesText ?? "no"
        return [
            ("settings", .list(SettingsForm(provider.descriptor, deployment).rows(form, mistakes.byName))),
            ("mistakes", .texts(mistakes.others)), ("hasMistakes", .boolean(!mistakes.others.isEmpty)),
            ("isOn", .boolean(isAgain ? form["enabled"] == "yes" : deployment?.enabled ?? true)),
            (
                "pushesCompletions",
                .boolean(isAgain ? form["pushCompletions"] == "yes" : deployment?.pushCompletions ?? false)
            ),
            ("catalogTimes", schedule("catalog", deployment?.schedule.catalog)),
            ("statsTimes", schedule("stats", deployment?.schedule.stats)),
            ("changes", .text(isAgain ? form["schedule.changes"] ?? "" : changes)),
            ("zone", .text(context.host.configuration.host.timezone.identifier)),
        ]
    }

    private static func filters(
        _ context: PageContext, _ provider: any Provider, _ deployment: DeploymentConfiguration,
        _ preview: FilterForm?, _ refused: (form: String, problem: Problem)?
    ) async throws -> [(String, RecordValue)] {
        let typed = refused?.form == "filters" ? FilterForm(context.form) : preview
        let form = typed ?? FilterForm(deployment.filters)
        var fields = form.fields(provider.descriptor.filters.contentTypes)
        var filters = deployment.filters
        if let preview {
            let changes = try await context.call("previewFilters", body: preview.body)
            fields += [
                ("isPreview", .boolean(true)), ("wouldArchive", changes["archived"]),
                ("wouldUnarchive", changes["unarchived"]),
            ]
            do throws(FilterFailure) {
                filters = try context.host.filters(
                    languages: preview.languages, contentTypes: preview.contentTypes, of: deployment.provider)
            } catch {
                throw Problem.badRequest("\(error)")
            }
        }
        let overlaps = try await context.host.catalog.previewOverlaps(filters, in: deployment)
            .filter { context.token.covers(group: $0.group.id) }
            .map { overlap in
                RecordValue.record([
                    ("group", .text(overlap.group.name)), ("courses", .integer(overlap.courses)),
                ])
            }
        return fields + [("overlaps", .list(overlaps)), ("hasOverlaps", .boolean(!overlaps.isEmpty))]
    }
}
