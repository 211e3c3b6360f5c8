package import ConnectorKit

/// A provider's page in the documentation, made of what it declares, so that it cannot say anything else.
package enum ProviderPage {
    /// The page in Markdown.
    package static func markdown(_ provider: any Provider) -> String {
        let descriptor = provider.descriptor
        let offers = provider.capabilities.map { "`\($0.rawValue)`" }.joined(separator: ", ")
        let times = [("catalog", provider.schedule.catalog), ("statistics", provider.schedule.stats)]
            .compactMap { name, time in time.map { "\(name) at \($0)" } }.joined(separator: ", ")
        let types = descriptor.filters.contentTypes.map { "`\($0)`" }.joined(separator: ", ")
        return """
            # \(descriptor.displayName)

            \(descriptor.summary)

            | | |
            |---|---|
            | id | `\(descriptor.id)` |
            | offers | \(offers) |
            | runs daily, unless configured | \(times) |
            | `filters: content_types` takes | \(types) |
            | `filters: languages` takes | every BCP 47 tag; `en` takes `en-US` too |\(others(descriptor))
            \(pushes(provider))
            ## Settings

            | setting | type | | default | what for |
            |---|---|---|---|---|
            \(descriptor.settings.map(row).joined(separator: "\n"))
            \(quirks(descriptor))
            This page is generated; a test fails when it is stale and says how to renew it.

            """
    }

    private static func others(_ descriptor: ProviderDescriptor) -> String {
        descriptor.filters.others.map { vocabulary in
            let values = vocabulary.values.isEmpty ? "any text" : vocabulary.values.joined(separator: ", ")
            return
                "\n| `filters: \(vocabulary.name)` takes | \(values), compared with the course's \(vocabulary.field.rawValue) |"
        }.joined()
    }

    private static func row(_ setting: Setting) -> String {
        let marks = [setting.required ? "required" : nil, setting.secret ? "secret" : nil]
        let value = setting.defaultValue.map { "`\($0)`" } ?? ""
        let cells = [
            "`\(setting.name)`", setting.kind.description,
            marks.compactMap(\.self).joined(separator: ", "), value, setting.help,
        ]
        return "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
    }

    /// What a provider of pushes does not carry.
    private static func pushes(_ provider: any Provider) -> String {
        guard let provider = provider as? any PushProvider, !provider.unsupportedFields.isEmpty else {
            return ""
        }
        let fields = PushedContent.Field.allCases.compactMap { field in
            provider.unsupportedFields[field].map { "`\(field.rawValue)`: \($0)" }
        }
        return "| of pushed content it leaves out | \(fields.joined(separator: "; ")) |\n"
    }

    private static func quirks(_ descriptor: ProviderDescriptor) -> String {
        guard !descriptor.quirks.isEmpty else { return "" }
        return "\n## Good to know\n\n" + descriptor.quirks.map { "- \($0)\n" }.joined()
    }
}
