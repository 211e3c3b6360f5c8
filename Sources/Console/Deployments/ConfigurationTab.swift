import ConfigurationFiles
import ConnectorKit
import Foundation
import HTTPAPI
import HTTPTypes
import Host
import Model

extension DeploymentPage {
    /// The settings, with what a test of them came to.
    ///
    /// - Parameters:
    ///   - form: what was entered, if the page is shown again.
    func configuration(
        _ form: FormFields? = nil, test: JSONValue? = nil, maySave: Bool = false, refused: Problem? = nil
    ) async throws -> ConsolePage {
        let mistakes = SettingMistakes(refused, descriptor)
        let kept = Set(secrets(in: context.drafts.draft(of: here, by: context.token, at: context.now)).keys)
        let rows = SettingsForm(descriptor, deployment).rows(
            words, form ?? FormFields(), mistakes.byName, kept: kept)
        func schedule(_ name: String, _ times: [TimeOfDay]?) -> JSONValue {
            .text(
                form.map { $0["schedule.\(name)"] ?? "" }
                    ?? (times ?? []).map(\.description).joined(separator: ", "))
        }
        func isOn(_ name: String, _ held: Bool) -> JSONValue {
            .boolean(form.map { $0[name] == "yes" } ?? held)
        }
        let fields: [(String, JSONValue)] = [
            ("mistakes", .texts(mistakes.others)), ("hasMistakes", .boolean(!mistakes.others.isEmpty)),
            ("takesPushes", .boolean(provider is any PushProvider)),
            ("hasStatistics", .boolean(provider is any StatsProvider)),
            ("isOn", isOn("enabled", deployment?.enabled ?? true)),
            ("pushesCompletions", isOn("pushCompletions", deployment?.pushCompletions ?? false)),
            ("echoes", isOn("echo", deployment?.echo ?? false)),
            ("catalogTimes", schedule("catalog", deployment?.schedule.catalog)),
            ("statsTimes", schedule("stats", deployment?.schedule.stats)),
            (
                "changes",
                .text(form.map { $0["schedule.changes"] ?? "" } ?? deployment?.schedule.changesText ?? "no")
            ),
            ("zone", .text(context.host.configuration.host.timezone.identifier)),
            ("test", ConnectionTestView.record(test, words)), ("maySave", .boolean(maySave)),
        ]
        return try await page(
            .configuration, SettingsForm.folded(rows, of: descriptor) + fields, status: refused?.status ?? .ok
        )
    }

    /// The action of the form: tries the settings, or saves them if they work or are to be saved anyway.
    func changeConfiguration() async throws -> PageAnswer {
        let form = filledForm()
        let change = SettingsForm(descriptor, deployment).change(form)
        do {
            let action = context.form["action"] ?? "save"
            if action == "test" || (action == "save" && change["settings"] != nil) {
                let test = try await tested(change["settings"] ?? .object([:]))
                if action == "test" || !test["problem"].plain.isEmpty {
                    keepSecrets(form)
                    return .page(
                        try await configuration(form, test: test, maySave: action == "save"))
                }
            }
            guard !change.isEmpty || deployment == nil else {
                return .moved(to: address(.configuration), note: words("common.unchanged"))
            }
            let answer = try await context.call("changeDeployment", body: .object(sorting: change))
            context.drafts.keep(nil, of: here, by: context.token, at: context.now)
            return .moved(
                to: address(.configuration), note: words("settings.saved", ["file": answer["file"]]))
        } catch let problem as Problem where problem.status != .forbidden {
            keepSecrets(form)
            return .page(try await configuration(form, refused: problem))
        }
    }

    private func tested(_ settings: JSONValue) async throws -> JSONValue {
        let operation = deployment == nil ? "testConnection" : "testDeployment"
        return try await context.call(operation, body: .object(["settings": settings]))
    }

    // MARK: - Secrets that were entered and not saved

    /// The form with the secrets that were entered before: a page never shows one again.
    private func filledForm() -> FormFields {
        var form = context.form
        let draft = context.drafts.draft(of: here, by: context.token, at: context.now)
        for (name, value) in secrets(in: draft) where form["setting.\(name)"] == nil {
            form.set("setting.\(name)", to: [value])
        }
        return form
    }

    private func keepSecrets(_ form: FormFields) {
        var draft = FormFields()
        for (name, value) in secrets(in: form) { draft.add(value, as: "setting.\(name)") }
        context.drafts.keep(draft, of: here, by: context.token, at: context.now)
    }

    private func secrets(in form: FormFields) -> [String: String] {
        var found: [String: String] = [:]
        for setting in descriptor.settings where setting.secret {
            found[setting.name] = form["setting.\(setting.name)"]
        }
        return found
    }
}
