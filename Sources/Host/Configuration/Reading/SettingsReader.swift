import ConnectorKit

/// Reads the settings of a provider, as its descriptor declares them.
struct SettingsReader {
    let provider: any Provider

    private var declared: [Setting] { provider.descriptor.settings }

    /// - Parameter deployment: what the file says of the provider; `settings:` may be missing in it.
    /// - Returns: nil, and reported, where a setting is wrong or missing.
    func read(_ deployment: Section, _ check: inout FileCheck) -> Settings? {
        let id = provider.descriptor.id
        let keys = SectionKeys(
            names: declared.map(\.name), secrets: Set(declared.filter(\.secret).map(\.name)),
            mayHoldSecrets: true, unknown: { "unknown setting \"\($0)\" for \(id)" })
        let before = check.count
        var section = Section(place: deployment.place)
        if let entry = deployment["settings"] {
            guard let opened = check.section(entry, keys) else { return nil }
            section = opened
        }
        var texts: [String: String] = [:]
        var secrets: [String: Secret] = [:]
        for setting in declared {
            guard let value = value(of: setting, in: section, &check) else { continue }
            if setting.secret { secrets[setting.name] = Secret(value) } else { texts[setting.name] = value }
        }
        guard check.count == before else { return nil }
        let settings = Settings(texts: texts, secrets: secrets)
        for problem in provider.problems(in: settings) {
            let entry = section.given(problem.setting)
            check.report(
                .invalidValue, at: entry?.value.span ?? section.place,
                hiding(settings, section, in: problem.message),
                offending: entry.flatMap { $0.secret ? "••••" : $0.value.text })
        }
        return check.count == before ? settings : nil
    }

    /// The value in its written form, the default where the file gives none.
    private func value(of setting: Setting, in section: Section, _ check: inout FileCheck) -> String? {
        guard let entry = section.given(setting.name) else {
            if setting.required, setting.defaultValue == nil {
                check.reportMissing(
                    setting.name, shown: "setting \"\(setting.name)\" of \(provider.descriptor.id)",
                    in: section,
                    expected: expected(setting.kind))
            }
            return setting.defaultValue
        }
        switch setting.kind {
        case .text: return check.filledText(entry)
        case .url: return check.address(entry)
        case .origin:
            return check.address(entry, originOnly: true).map(ConfiguredAddress.withoutTrailingSlash)
        case .integer(let bounds): return check.integer(entry, in: bounds).map(String.init)
        case .boolean: return check.boolean(entry).map(String.init)
        case .choice(let values): return check.choice(entry, of: values)
        }
    }

    private func expected(_ kind: Setting.Kind) -> String {
        switch kind {
        case .text: "text"
        case .url, .origin: "an https URL"
        case .integer(let bounds): "a whole number from \(bounds.lowerBound) to \(bounds.upperBound)"
        case .boolean: "true or false"
        case .choice(let values): "one of \(values.joined(separator: ", "))"
        }
    }

    /// A provider words its own messages: whatever it repeats of a secret, or of what a reference
    /// stands for, is masked.
    private func hiding(_ settings: Settings, _ section: Section, in message: String) -> String {
        let secrets = settings.secretNames.compactMap { settings.secret($0)?.reveal() }
        let referenced = section.names.filter { References.occur(in: section[$0]?.value.text ?? "") }
            .compactMap { settings[$0] }
        return (secrets + referenced).filter { !$0.isEmpty }.sorted { $0.count > $1.count }
            .reduce(message) { $0.replacing($1, with: "••••") }
    }
}
