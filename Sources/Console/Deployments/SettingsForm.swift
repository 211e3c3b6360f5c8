import ConfigurationFiles
import ConnectorKit
import HTTPAPI
import Host
import Model

/// The settings form of a provider in a group, generated from the provider's descriptor.
struct SettingsForm: Sendable {
    private let descriptor: ProviderDescriptor
    private let deployment: DeploymentConfiguration?

    /// - Parameter deployment: nil if the provider is not set up in the group.
    init(_ descriptor: ProviderDescriptor, _ deployment: DeploymentConfiguration?) {
        self.descriptor = descriptor
        self.deployment = deployment
    }

    // MARK: - To the page

    /// One record for each setting, never with the value of a secret.
    ///
    /// - Parameters:
    ///   - words: the visitor's.
    ///   - form: the entered values, if the form is shown again.
    ///   - mistakes: the mistake in a setting, by its name.
    ///   - kept: the secrets that were entered before and need not be entered again.
    func rows(
        _ words: Reader, _ form: FormFields, _ mistakes: [String: String], kept: Set<String> = []
    ) -> [JSONValue] {
        let isAgain = !form.values.isEmpty
        return descriptor.settings.map { setting in
            let field = "setting.\(setting.name)"
            let value = setting.secret ? nil : isAgain ? form[field] : current(setting)
            let isSet =
                kept.contains(setting.name)
                || deployment?.settings.secretNames.contains(setting.name) ?? false
            return .record([
                ("name", .text(setting.name)), ("label", .text(setting.label)), ("field", .text(field)),
                ("help", .text(setting.help)),
                ("value", .optional(value)), ("mistake", .optional(mistakes[setting.name])),
                ("isRequired", .boolean(setting.required && setting.defaultValue == nil)),
                (
                    "isNeeded",
                    .boolean(setting.required && setting.defaultValue == nil && !(setting.secret && isSet))
                ),
                ("isSecret", .boolean(setting.secret)), ("isSet", .boolean(isSet)),
                ("choices", .list(choices(setting, value, words))), ("isChoice", .boolean(setting.isChoice)),
                ("isInput", .boolean(!setting.isChoice && !setting.secret)),
                ("isDate", .boolean(setting.kind == .date)),
                ("isCertificate", .boolean(setting.kind == .certificate)),
                ("default", .optional(setting.defaultValue)), ("kind", .text(setting.kind.description)),
            ])
        }
    }

    /// The records in two groups: what nearly everybody has to enter, and what most people leave as it is.
    static func folded(_ rows: [JSONValue], of descriptor: ProviderDescriptor) -> [(String, JSONValue)] {
        let advanced = Set(descriptor.settings.filter(\.isAdvanced).map(\.name))
        let folded = rows.filter { advanced.contains($0["name"].plain) }
        let isWrong = folded.contains { !$0["mistake"].plain.isEmpty }
        return [
            ("settings", .list(rows.filter { !advanced.contains($0["name"].plain) })),
            ("advanced", .list(folded)), ("hasAdvanced", .boolean(!folded.isEmpty)),
            ("isUnfolded", .boolean(isWrong)),
        ]
    }

    private func current(_ setting: Setting) -> String? {
        let value = deployment?.settings[setting.name]
        return value == setting.defaultValue ? nil : value
    }

    private func choices(_ setting: Setting, _ value: String?, _ words: Reader) -> [JSONValue] {
        let values: [String]
        switch setting.kind {
        case .choice(let given): values = given
        case .boolean: values = ["true", "false"]
        default: return []
        }
        let standard = JSONValue.record([
            ("value", .text("")), ("isChosen", .boolean(value == nil)),
            (
                "label",
                .text(
                    setting.defaultValue.map { words("settings.default", ["default": .text($0)]) }
                        ?? words("settings.notSet"))
            ),
        ])
        return [standard]
            + values.map {
                .record([("value", .text($0)), ("label", .text($0)), ("isChosen", .boolean(value == $0))])
            }
    }

    // MARK: - From the page

    /// The change as the API takes it: only what differs, so that nothing else is written.
    func change(_ form: FormFields) -> [String: JSONValue] {
        var change: [String: JSONValue] = [:]
        var settings: [String: JSONValue] = [:]
        for setting in descriptor.settings {
            guard let value = form["setting.\(setting.name)"] else {
                // An empty field keeps a secret.
                if !setting.secret, current(setting) != nil { settings[setting.name] = .null }
                continue
            }
            if setting.secret || value != current(setting) { settings[setting.name] = .text(value) }
        }
        if !settings.isEmpty { change["settings"] = .object(sorting: settings) }
        let enabled = form["enabled"] == "yes"
        if enabled != deployment?.enabled ?? true { change["enabled"] = .boolean(enabled) }
        let completions = form["pushCompletions"] == "yes"
        if completions != deployment?.pushCompletions ?? false {
            change["pushCompletions"] = .boolean(completions)
        }
        let echo = form["echo"] == "yes"
        if echo != deployment?.echo ?? false { change["echo"] = .boolean(echo) }
        let schedule = self.schedule(form)
        if !schedule.isEmpty { change["schedule"] = .object(sorting: schedule) }
        return change
    }

    private func schedule(_ form: FormFields) -> [String: JSONValue] {
        var schedule: [String: JSONValue] = [:]
        for (name, times) in [
            ("catalog", deployment?.schedule.catalog), ("stats", deployment?.schedule.stats),
        ] {
            let typed = form.list("schedule.\(name)")
            let known = times?.map(\.description) ?? []
            if typed != known { schedule[name] = .list(typed.map(JSONValue.text)) }
        }
        let changes = form["schedule.changes"] ?? "no"
        if changes != deployment?.schedule.changesText ?? "no" { schedule["changes"] = .text(changes) }
        return schedule
    }
}

extension Setting {
    /// Whether most people leave it as it is, so that it is folded.
    var isAdvanced: Bool { !required || defaultValue != nil }

    fileprivate var isChoice: Bool {
        switch kind {
        case .choice, .boolean: true
        default: false
        }
    }
}
