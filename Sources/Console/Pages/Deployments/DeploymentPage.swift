import ConfigurationFiles
import ConnectorKit
import Foundation
import HTTPTypes
import Host
import Model

/// One provider in one group: how it stands, its filters, its tags, its settings.
enum DeploymentPage {
    /// Does what a form asks for, and shows the page again where that was refused.
    ///
    /// - Parameter run: returns what is said about it then.
    static func change(_ visit: Visit, _ form: String, _ run: () async throws -> String) async throws
        -> PageAnswer
    {
        do {
            return .moved(to: Address.deployment(visit["group"], visit["provider"]), note: try await run())
        } catch let problem as Problem where problem.status != .forbidden {
            return .page(try await page(visit, refused: (form, problem)))
        }
    }

    /// Shows a page, and where that is refused the page with the reason.
    static func answering(
        _ visit: Visit, _ form: String, _ show: (Visit) async throws -> ConsolePage
    ) async throws -> ConsolePage {
        do { return try await show(visit) } catch let problem as Problem where problem.status != .forbidden {
            return try await page(visit, refused: (form, problem))
        }
    }

    /// - Parameters:
    ///   - preview: filters to be tried.
    ///   - refused: the form that was sent, and why nothing was done.
    static func page(
        _ visit: Visit, preview: FilterForm? = nil, refused: (form: String, problem: Problem)? = nil
    ) async throws -> ConsolePage {
        guard let group = visit.groups.first(where: { $0.id == visit["group"] }) else {
            throw Problem.notFound("there is no group \"\(visit["group"])\"")
        }
        guard let provider = visit.host.registry[visit["provider"]] else {
            throw Problem.notFound("no provider \"\(visit["provider"])\" is built in")
        }
        let deployment = group.deployment(of: provider.descriptor.id)
        guard deployment != nil || visit.mayChange else {
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
        fields += settings(visit, provider, deployment, refused?.form == "settings" ? refused?.problem : nil)
        if let deployment {
            fields += try await filters(visit, provider, deployment, preview, refused)
            fields.append(("state", .object(try await DeploymentStates(visit).record(deployment))))
            fields.append(("tagsOn", .boolean(deployment.tags)))
        }
        if let refused { fields.append(("\(refused.form)Refusal", .text(refused.problem.detail))) }
        return ConsolePage(
            "deployment", "\(provider.descriptor.displayName) in \(group.name)", in: .overview, fields,
            status: refused?.problem.status ?? .ok)
    }

    private static func settings(
        _ visit: Visit, _ provider: any Provider, _ deployment: DeploymentConfiguration?, _ problem: Problem?
    ) -> [(String, RecordValue)] {
        let mistakes = SettingMistakes(problem, provider.descriptor)
        let form = problem == nil ? FormFields() : visit.form
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
            ("zone", .text(visit.host.configuration.host.timezone.identifier)),
        ]
    }

    private static func filters(
        _ visit: Visit, _ provider: any Provider, _ deployment: DeploymentConfiguration,
        _ preview: FilterForm?, _ refused: (form: String, problem: Problem)?
    ) async throws -> [(String, RecordValue)] {
        let typed = refused?.form == "filters" ? FilterForm(visit.form) : preview
        let form = typed ?? FilterForm(deployment.filters)
        var fields = form.fields(provider.descriptor.filters.contentTypes)
        var filters = deployment.filters
        if let preview {
            let changes = try await visit.ask("previewFilters", body: preview.body)
            fields += [
                ("isPreview", .boolean(true)), ("wouldArchive", changes["archived"]),
                ("wouldUnarchive", changes["unarchived"]),
            ]
            do throws(FilterFailure) {
                filters = try visit.host.filters(
                    languages: preview.languages, contentTypes: preview.contentTypes, of: deployment.provider)
            } catch {
                throw Problem.badRequest("\(error)")
            }
        }
        let overlaps = try await visit.host.previewOverlaps(filters, in: deployment)
            .filter { visit.token.covers(group: $0.group.id) }
            .map { overlap in
                RecordValue.record([
                    ("group", .text(overlap.group.name)), ("courses", .integer(overlap.courses)),
                ])
            }
        return fields + [("overlaps", .list(overlaps)), ("hasOverlaps", .boolean(!overlaps.isEmpty))]
    }
}
