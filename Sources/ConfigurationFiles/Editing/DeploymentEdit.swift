package import ConnectorKit
import Foundation
import Model

/// A change of one deployment on its way into the group's file: read together with all files before anything is
/// written, so that a mistake changes nothing.
package struct DeploymentEdit {
    let source: ConfigurationSource
    let host: HostConfiguration
    let group: GroupConfiguration
    let provider: any Provider
    /// Part of the names of the files that secrets go to.
    let randomText: () -> String

    package init(
        source: ConfigurationSource, host: HostConfiguration, group: GroupConfiguration,
        provider: any Provider, randomText: @escaping () -> String
    ) {
        self.source = source
        self.host = host
        self.group = group
        self.provider = provider
        self.randomText = randomText
    }

    private var present: DeploymentConfiguration? { group.deployment(of: provider.descriptor.id) }
    private var place: [String] { ["providers", provider.descriptor.id] }
    private var directory: URL { group.file.deletingLastPathComponent() }
    private var secrets: SecretFiles { SecretFiles(dataDirectory: host.dataDirectory) }

    /// Writes what differs from what holds; every other byte of the file stays.
    package func apply(_ change: DeploymentChange) throws(DeploymentRefusal) {
        var made: [URL] = []
        do throws(DeploymentRefusal) {
            let former = try write(change, &made)
            for file in former where !isReferred(to: file) { try? FileManager.default.removeItem(at: file) }
        } catch {
            for file in made { try? FileManager.default.removeItem(at: file) }
            throw error
        }
    }

    /// - Parameter made: the files of secrets that were made on the way.
    /// - Returns: those that were referred to before.
    private func write(_ change: DeploymentChange, _ made: inout [URL]) throws(DeploymentRefusal) -> [URL] {
        var former: [URL] = []
        var edit: ConfigurationEdit
        do throws(EditRefusal) {
            edit = try ConfigurationEdit(file: group.file, shownAs: group.shownFile)
            for (name, value) in change.settings.sorted(by: { $0.key < $1.key }) {
                let written = edit.text(at: place + ["settings", name])
                guard try set(name, to: value, in: &edit, &made) else { continue }
                former += [written.flatMap { secrets.file(of: $0, from: directory) }].compactMap(\.self)
            }
            try set(change, in: &edit)
            if present == nil, !edit.isChanged { try edit.set(place + ["enabled"], to: .boolean(true)) }
        } catch {
            throw .file(error)
        }
        try check(edit, refusing: privateAddresses(in: change, edit))
        try checkSecrets(change, edit)
        do throws(EditRefusal) { try edit.write() } catch { throw .file(error) }
        return former
    }

    private var rules: SettingRules {
        SettingRules(
            declared: provider.descriptor.settings, held: present?.settings, network: host.network)
    }

    private func privateAddresses(in change: DeploymentChange, _ edit: ConfigurationEdit) -> [Diagnostic] {
        rules.privateAddresses(in: change.settings).map { finding in
            let (line, column) = edit.position(of: place + ["settings", finding.setting])
            return Diagnostic(
                file: group.shownFile, line: line, column: column, code: .invalidValue,
                message: finding.message, offending: finding.offending, key: finding.setting)
        }
    }

    private func checkSecrets(_ change: DeploymentChange, _ edit: ConfigurationEdit) throws(DeploymentRefusal)
    {
        let (line, column) = edit.position(of: place)
        let diagnostics = rules.secretsToEnter(with: change.settings).map {
            Diagnostic(
                file: group.shownFile, line: line, column: column, code: .missing, message: $0.message,
                key: $0.setting)
        }
        if !diagnostics.isEmpty { throw .mistakes(ConfigurationMistakes(diagnostics)) }
    }

    /// - Returns: whether the setting is another now.
    private func set(
        _ name: String, to value: String?, in edit: inout ConfigurationEdit, _ made: inout [URL]
    ) throws(EditRefusal) -> Bool {
        let path = place + ["settings", name]
        guard let value else {
            try edit.remove(path)
            return true
        }
        let setting = provider.descriptor.settings.first { $0.name == name }
        // What is as it was keeps its line: a reference stays one.
        if rules.held(name) == value { return false }
        guard setting?.secret == true, !value.isEmpty else {
            try edit.set(path, to: .typed(value, as: setting?.kind))
            return true
        }
        let file = try secrets.keep(
            value, of: provider.descriptor.id, name, in: group.file, randomText: randomText)
        made.append(file)
        try edit.set(path, to: .text(SecretFiles.reference(to: file, from: directory)))
        return true
    }

    private func set(_ change: DeploymentChange, in edit: inout ConfigurationEdit) throws(EditRefusal) {
        func set<Value: Equatable>(
            _ key: String..., to value: Value?, from held: Value?, as form: (Value) -> ConfigurationValue?
        ) throws(EditRefusal) {
            guard let value, value != held else { return }
            guard let form = form(value) else { return try edit.remove(place + key) }
            try edit.set(place + key, to: form)
        }
        let schedule = present?.schedule
        try set("enabled", to: change.enabled, from: present?.enabled ?? true) { .boolean($0) }
        try set("tags", to: change.tags, from: present?.tags ?? false) { .boolean($0) }
        try set("push_completions", to: change.pushCompletions, from: present?.pushCompletions ?? false) {
            .boolean($0)
        }
        try set("echo", to: change.echo, from: present?.echo ?? false) { .boolean($0) }
        let filters = present?.filters ?? Filters()
        try edit.setFilters(
            languages: change.languages == filters.languages.map(\.text) ? nil : change.languages,
            contentTypes: change.contentTypes == filters.contentTypes ? nil : change.contentTypes,
            terms: change.terms.filter { name, values in
                values != filters.terms.first { $0.name == name }?.values ?? []
            },
            provider: provider.descriptor.id)
        for (key, times, held) in [
            ("catalog", change.catalogTimes, schedule?.catalog),
            ("stats", change.statsTimes, schedule?.stats),
        ] {
            try set("schedule", key, to: times, from: held?.map(\.description)) { times in
                times.isEmpty ? nil : times.count == 1 ? .text(times[0]) : .typed(times)
            }
        }
        try set("schedule", "changes", to: change.changes, from: schedule.map(\.changesText)) { .text($0) }
    }

    /// - Parameter refused: what must not be written, whatever the files say.
    private func check(_ edit: ConfigurationEdit, refusing refused: [Diagnostic]) throws(DeploymentRefusal) {
        var drafted = source
        drafted.drafts[group.file.lastPathComponent] = edit.bytes
        do throws(ConfigurationMistakes) { _ = try Configuration.load(drafted) } catch {
            let isHere = !refused.isEmpty || error.diagnostics.contains { $0.file == group.shownFile }
            let found = ConfigurationMistakes(refused + error.diagnostics)
            throw isHere ? .mistakes(found) : .elsewhere(found)
        }
        if !refused.isEmpty { throw .mistakes(ConfigurationMistakes(refused)) }
    }

    /// Whether any file of a group still names a secret's file.
    private func isReferred(to file: URL) -> Bool {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: directory.path) else {
            return true
        }
        return names.filter(Configuration.isGroupFile).contains { name in
            guard let text = try? Data(contentsOf: directory.appending(path: name)) else { return true }
            return String(decoding: text, as: UTF8.self).contains(file.lastPathComponent)
        }
    }
}

extension DeploymentConfiguration.Schedule {
    /// How often changes are asked for, as a file says it; `no` for never.
    package var changesText: String {
        guard let changes else { return "no" }
        let seconds = changes.components.seconds
        let units: [(Int64, String)] = [(86_400, "d"), (3_600, "h"), (60, "m")]
        let unit = units.first { seconds % $0.0 == 0 } ?? (1, "s")
        return "\(seconds / unit.0)\(unit.1)"
    }
}
