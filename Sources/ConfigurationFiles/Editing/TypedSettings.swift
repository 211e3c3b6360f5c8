package import ConnectorKit
import Foundation
package import Transport

/// Settings as a person types them, to be tried before they are written anywhere.
package struct TypedSettings {
    let provider: any Provider
    let rules: SettingRules
    let change: [String: String?]

    /// - Parameters:
    ///   - change: by name, as in ``DeploymentChange``: nil inside means the default.
    ///   - held: the settings that hold where nothing was typed; nil if the provider is not set up yet.
    package init(
        _ change: [String: String?], of provider: any Provider, over held: Settings?, network: NetworkSettings
    ) {
        self.provider = provider
        self.change = change
        rules = SettingRules(declared: provider.descriptor.settings, held: held, network: network)
    }

    /// The settings, checked as those of a file are.
    ///
    /// - Throws: every mistake; ``Diagnostic/key`` names its setting.
    package func checked() throws(ConfigurationMistakes) -> Settings {
        var check = FileCheck(
            name: Self.name, source: SourceText(Array(text.utf8)),
            references: References(environment: [:], directory: URL(filePath: "/")))
        let settings = read(&check)
        let mistakes = rules.privateAddresses(in: change).map(diagnostic) + check.diagnostics()
        guard let settings, mistakes.isEmpty else { throw ConfigurationMistakes(mistakes) }
        let secrets = rules.secretsToEnter(with: change)
        guard secrets.isEmpty else { throw ConfigurationMistakes(secrets.map(diagnostic)) }
        return settings
    }

    private func diagnostic(_ finding: SettingRules.Finding) -> Diagnostic {
        Diagnostic(
            file: Self.name, line: 1, column: 1, code: .invalidValue, message: finding.message,
            offending: finding.offending, key: finding.setting)
    }

    /// What messages call the file that is not there.
    private static let name = "settings"

    private func read(_ check: inout FileCheck) -> Settings? {
        let keys = SettingKeys(provider: provider.descriptor).section
        guard let root = check.document()?.root,
            let section = check.section(root, name: Self.name, place: root.span, keys)
        else { return nil }
        return SettingsReader(provider: provider).read(in: section, &check)
    }

    private var text: String {
        var values: [String: String] = [:]
        for setting in rules.declared { values[setting.name] = rules.held(setting.name) }
        for (name, value) in change { values[name] = value }
        return YAMLText.flow(
            .mapping(
                values.sorted { $0.key < $1.key }.map { name, value in
                    let kind = rules.declared.first { $0.name == name }?.kind
                    return .init(name, .typed(value, as: kind))
                }))
    }
}

extension ConfigurationValue {
    /// A typed value as a file holds it: a `${` in it is none.
    static func typed(_ text: String, as kind: Setting.Kind?) -> ConfigurationValue {
        switch kind {
        case .integer: Int(text).map(ConfigurationValue.integer) ?? .text(text)
        case .boolean: Bool(text).map(ConfigurationValue.boolean) ?? .text(text)
        default: .text(text.replacing("${", with: "$${"))
        }
    }

    static func typed(_ texts: [String]) -> ConfigurationValue { .list(texts.map { typed($0, as: nil) }) }
}
