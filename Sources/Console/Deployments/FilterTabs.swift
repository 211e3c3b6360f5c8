import ConfigurationFiles
import ConnectorKit
import HTTPAPI
import HTTPTypes
import Host
import Model

extension DeploymentPage {
    /// The tab of one filter.
    ///
    /// - Parameters:
    ///   - entered: the filters that are previewed; nil for those in force.
    ///   - asks: whether it is to be confirmed that they archive much.
    ///   - refused: why what was entered is refused.
    func filters(
        _ tab: Tab, entered: FilterForm? = nil, asks: Bool = false, refused: Problem? = nil
    ) async throws -> ConsolePage {
        let deployment = try deployed()
        let content = try await context.call("countContent")
        let choice = FilterChoice(
            languages: content["languages"], types: content["contentTypes"],
            declared: descriptor.filters.contentTypes,
            vocabularies: descriptor.filters.others, terms: content["terms"])
        let shown = entered ?? FilterForm(deployment.filters)
        var fields = choice.fields(shown, words)
        fields += [
            ("total", content["total"]), ("isUncounted", .boolean(content["total"].count == 0)),
            ("refusal", .optional(refused?.detail)),
        ]
        if let entered, refused == nil {
            let changes = try await context.call("previewFilters", body: entered.body)
            let unmatched = tab == .languages ? choice.unmatched(entered) : []
            fields += [
                ("isPreview", .boolean(true)), ("archived", changes["archived"]),
                ("unarchived", changes["unarchived"]), ("asks", .boolean(asks)),
                // As the form sends it back, without separators.
                ("confirmed", .text(changes["archived"].json)), ("count", changes["archived"]),
                ("unmatched", .text(words.list(unmatched.map(words.language)))),
            ]
        }
        fields += try await overlaps(of: deployment, with: refused == nil ? entered : nil)
        fields += try await undo()
        return try await page(tab, fields, status: refused?.status ?? .ok)
    }

    /// What the tab's form and the other tab's filter are together.
    private func entered(_ tab: Tab) throws(Problem) -> FilterForm {
        let (form, held) = (FilterForm(context.form), FilterForm(try deployed().filters))
        var both =
            tab == .languages
            ? FilterForm(languages: form.languages, contentTypes: held.contentTypes)
            : FilterForm(languages: held.languages, contentTypes: form.contentTypes)
        both.terms = tab == .languages ? held.terms : form.terms
        return both
    }

    /// The action of the tab's form: shows what would change, or saves it, if need be after a question.
    func changeFilters(_ tab: Tab) async throws -> PageAnswer {
        let entered = try entered(tab)
        do {
            guard ["save", "confirm"].contains(context.form["action"]) else {
                return .page(try await filters(tab, entered: entered))
            }
            try context.caller.requireAdmin()
            let preview = try await context.call("previewFilters", body: entered.body)
            let active = try await DeploymentStates(context).record(try deployed())["active"]?.integer ?? 0
            let isLarge = HostRuntime.isLarge(archiving: preview["archived"].count, of: active)
            let isConfirmed =
                context.form["action"] == "confirm" && context.form["confirmed"] == preview["archived"].json
            if isLarge, !isConfirmed {
                return .page(try await filters(tab, entered: entered, asks: true))
            }
            let changes = try await context.call("setFilters", body: entered.body)
            let note = words(
                "filters.saved", ["archived": changes["archived"], "unarchived": changes["unarchived"]])
            return .moved(to: address(tab), note: note)
        } catch let problem as Problem where problem.status != .forbidden {
            return .page(try await filters(tab, entered: entered, refused: problem))
        }
    }
}
