import ConnectorKit

/// Reads the settings of a provider or platform, as its descriptor declares them.
struct SettingsReader {
    private let declared: SettingKeys
    private let settings: [Setting]
    private let problems: (Settings) -> [SettingProblem]
    /// What a message calls a setting that is missing.
    private let shown: (String) -> String

    init(provider: any Provider) {
        let descriptor = provider.descriptor
        declared = SettingKeys(provider: descriptor)
        settings = descriptor.settings
        problems = provider.problems
        shown = { "setting \"\($0)\" of \(descriptor.id)" }
    }

    init(platform: any Platform) {
        declared = SettingKeys(platform: platform.descriptor)
        settings = platform.descriptor.settings
        problems = platform.problems
        shown = { $0 }
    }

    /// - Parameter deployment: what the file says of the provider; `settings:` may be missing in it.
    /// - Returns: nil, and reported, if a setting is wrong or missing.
    func read(_ deployment: Section, _ check: inout FileCheck) -> Settings? {
        let before = check.count
        var section = Section(place: deployment.place)
        if let entry = deployment["settings"] {
            guard let opened = check.section(entry, declared.section) else { return nil }
            section = opened
        }
        let settings = read(in: section, &check)
        return check.count == before ? settings : nil
    }

    /// - Parameter section: what holds the settings.
    /// - Returns: nil, and reported, if a setting is wrong or missing.
    func read(in section: Section, _ check: inout FileCheck) -> Settings? {
        let before = check.count
        var texts: [String: String] = [:]
        var secrets: [String: Secret] = [:]
        for (setting, key) in zip(self.settings, declared.keys) {
            guard let value = value(of: key, in: section, &check) ?? setting.defaultValue else { continue }
            if setting.secret { secrets[setting.name] = Secret(value) } else { texts[setting.name] = value }
        }
        guard check.count == before else { return nil }
        let settings = Settings(texts: texts, secrets: secrets)
        for problem in problems(settings) {
            let entry = section.given(problem.setting)
            check.report(
                .invalidValue, at: entry?.value.span ?? section.place,
                hiding(settings, section, in: problem.message),
                offending: entry.flatMap { $0.secret ? "••••" : $0.value.text })
        }
        return check.count == before ? settings : nil
    }

    /// The value in its written form.
    private func value(of key: Key<String>, in section: Section, _ check: inout FileCheck) -> String? {
        if let entry = section.given(key.name) { return key.form.read(&check, entry) }
        if let expected = key.required {
            check.reportMissing(
                key.name, shown: shown(key.name), in: section, expected: expected)
        }
        return nil
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
