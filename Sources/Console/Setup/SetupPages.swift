import ConfigurationFiles
import ConnectorKit
import HTTPAPI
import HTTPTypes
import Host
import Model

/// The pages of a set-up.
enum SetupPages {
    /// A page of the set-up, or the one that has to be filled in before.
    ///
    /// - Parameter refused: why what was entered is refused.
    static func answer(
        _ step: SetupStep, _ context: PageContext, _ draft: SetupDraft? = nil, refused: Problem? = nil
    ) async throws -> PageAnswer {
        let draft = draft ?? SetupDraft(context)
        let reachable = step.reachable(draft, context)
        guard reachable == step else { return .moved(to: reachable.address) }
        var fields: [(String, JSONValue)] = [
            ("steps", step.rows(context.words)), ("here", .text(step.address)),
            ("back", .optional(step.previous?.address)),
        ]
        if let descriptor = context.descriptor(of: draft) {
            fields.append(("providerName", .text(descriptor.displayName)))
            fields += await members(step, context, draft, descriptor, refused)
        } else {
            fields.append(("providers", .list(cards(context, draft))))
        }
        if step == .provider { fields.append(("providers", .list(cards(context, draft)))) }
        let page = ConsolePage(
            "setup-\(step.rawValue)", context.words("setup.\(step.rawValue)"), in: .overview, fields,
            status: refused?.status ?? .ok)
        return .page(page)
    }

    private static func members(
        _ step: SetupStep, _ context: PageContext, _ draft: SetupDraft, _ descriptor: ProviderDescriptor,
        _ refused: Problem?
    ) async -> [(String, JSONValue)] {
        switch step {
        case .provider: []
        case .connection: connection(context, draft, descriptor, refused)
        case .group: await group(context, draft, refused)
        case .filters: filters(context, draft, descriptor, refused)
        case .finish: finish(context, draft, descriptor, refused)
        }
    }

    // MARK: - The pages

    private static func cards(_ context: PageContext, _ draft: SetupDraft) -> [JSONValue] {
        context.host.registry.providers.map { provider in
            let descriptor = context.words.translated(provider.descriptor)
            return .record([
                ("id", .text(descriptor.id)), ("name", .text(descriptor.displayName)),
                ("summary", .text(descriptor.summary)),
                (
                    "gives",
                    .texts(provider.capabilities.map { context.words("capability.\($0.rawValue)") })
                ),
                (
                    "needs",
                    .list(
                        descriptor.settings.filter { !$0.isAdvanced }.map {
                            .record([("label", .text($0.label)), ("help", .text($0.help))])
                        })
                ),
                ("isChosen", .boolean(draft["provider"] == descriptor.id)),
            ])
        }
    }

    private static func connection(
        _ context: PageContext, _ draft: SetupDraft, _ descriptor: ProviderDescriptor, _ refused: Problem?
    ) -> [(String, JSONValue)] {
        let mistakes = SettingMistakes(refused, descriptor)
        let test = draft.test(of: descriptor)
        let rows = SettingsForm(descriptor, nil).rows(
            context.words, draft.fields, mistakes.byName, kept: draft.keptSecrets(of: descriptor))
        return SettingsForm.folded(rows, of: descriptor)
            + [
                ("mistakes", .texts(mistakes.others)), ("hasMistakes", .boolean(!mistakes.others.isEmpty)),
                ("test", ConnectionTestView.record(test, context.words)),
                ("mayContinue", .boolean(test.map { !$0["problem"].plain.isEmpty } ?? false)),
            ]
    }

    private static func group(_ context: PageContext, _ draft: SetupDraft, _ refused: Problem?) async
        -> [(String, JSONValue)]
    {
        let groups = (try? await context.list("listPlatformGroups")) ?? []
        let choices = groups.map { $0.with([("isChosen", .boolean($0["id"].plain == draft["id"]))]) }
        var needsAdmin = false
        var platformName: String?
        if case .external(let configured) = context.host.configuration.host.platform {
            needsAdmin = configured.platform.descriptor.needsAdministrator
            platformName = configured.platform.descriptor.displayName
        }
        return [
            ("name", .optional(draft["name"])), ("id", .optional(draft["id"])),
            ("admin", .optional(draft["admin"])), ("needsAdmin", .boolean(needsAdmin)),
            ("platformName", .optional(platformName)), ("groups", .list(choices)),
            ("hasGroups", .boolean(!choices.isEmpty)), ("refusal", .optional(refused?.detail)),
        ]
    }

    private static func filters(
        _ context: PageContext, _ draft: SetupDraft, _ descriptor: ProviderDescriptor, _ refused: Problem?
    ) -> [(String, JSONValue)] {
        let test = draft.test(of: descriptor) ?? .null
        let choice = FilterChoice(
            languages: test["languages"], types: test["contentTypes"],
            declared: descriptor.filters.contentTypes,
            vocabularies: descriptor.filters.others, terms: test["terms"])
        return choice.fields(draft.filters, context.words) + [
            ("counted", test["counted"]), ("items", test["items"]),
            ("isPart", .boolean(test != .null && !test["whole"].isTrue)),
            ("isUncounted", .boolean(test["counted"].count == 0)),
            ("refusal", .optional(refused?.detail)),
        ]
    }

    private static func finish(
        _ context: PageContext, _ draft: SetupDraft, _ descriptor: ProviderDescriptor, _ refused: Problem?
    ) -> [(String, JSONValue)] {
        let words = context.words
        let filters = draft.filters
        let languages = filters.languages.map(words.language)
        let types = filters.contentTypes.map { words.words.word($0, in: .contentType) }
        let terms = descriptor.filters.others.compactMap { vocabulary -> JSONValue? in
            guard let chosen = filters.terms[vocabulary.name], !chosen.isEmpty else { return nil }
            return .record([("label", .text(vocabulary.label)), ("chosen", .text(words.list(chosen)))])
        }
        let test = draft.test(of: descriptor) ?? .null
        let choice = FilterChoice(languages: test["languages"], types: test["contentTypes"], declared: [])
        let unmatched = test["counted"].count > 0 ? choice.unmatched(filters).map(words.language) : []
        return [
            ("unmatched", .text(words.list(unmatched))),
            ("name", .optional(draft["name"] ?? draft["id"])), ("id", .optional(draft["id"])),
            ("admin", .optional(draft["admin"])),
            ("languages", .text(languages.isEmpty ? words("filters.all") : words.list(languages))),
            ("contentTypes", .text(types.isEmpty ? words("filters.all") : words.list(types))),
            ("terms", .list(terms)), ("tags", .boolean(draft.isSet("tags"))),
            ("mistakes", .texts(mistakes(refused))), ("hasMistakes", .boolean(refused != nil)),
        ]
    }

    private static func mistakes(_ problem: Problem?) -> [String] {
        guard let problem else { return [] }
        return problem.diagnostics.isEmpty ? [problem.detail] : problem.diagnostics.map(\.message)
    }
}
