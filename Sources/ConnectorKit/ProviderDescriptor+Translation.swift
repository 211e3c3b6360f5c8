import Foundation

extension ProviderDescriptor {
    /// The keys of the texts that people read, with the texts: `summary`, `quirk.1`, `setting.portal`,
    /// `setting.portal.label`, `vocabulary.subject`, `vocabulary.subject.label`.
    public var translatable: [String: String] {
        var texts = ["summary": summary]
        for (index, quirk) in quirks.enumerated() { texts["quirk.\(index + 1)"] = quirk }
        for setting in settings {
            texts["setting.\(setting.name)"] = setting.help
            texts["setting.\(setting.name).label"] = setting.label
        }
        for vocabulary in filters.others {
            texts["vocabulary.\(vocabulary.name)"] = vocabulary.help
            texts["vocabulary.\(vocabulary.name).label"] = vocabulary.label
        }
        return texts
    }

    /// The descriptor with its texts in another language. A text without a translation stays as it is declared.
    public func translated(into language: String) -> ProviderDescriptor {
        guard let file = translations[language],
            let texts = try? JSONDecoder().decode([String: String].self, from: Data(file))
        else { return self }
        return ProviderDescriptor(
            id: id, displayName: displayName, summary: texts["summary"] ?? summary,
            settings: settings.map { setting in
                Setting(
                    setting.name, setting.kind, required: setting.required, secret: setting.secret,
                    default: setting.defaultValue,
                    label: texts["setting.\(setting.name).label"] ?? setting.label,
                    help: texts["setting.\(setting.name)"] ?? setting.help)
            },
            filters: FilterVocabulary(
                contentTypes: filters.contentTypes,
                others: filters.others.map { vocabulary in
                    Vocabulary(
                        vocabulary.name, of: vocabulary.field,
                        label: texts["vocabulary.\(vocabulary.name).label"] ?? vocabulary.label,
                        help: texts["vocabulary.\(vocabulary.name)"] ?? vocabulary.help,
                        values: vocabulary.values, aliases: vocabulary.aliases)
                }),
            schedule: schedule,
            quirks: quirks.enumerated().map { texts["quirk.\($0.offset + 1)"] ?? $0.element }, pace: pace,
            translations: translations)
    }
}

extension String {
    /// A name of declarations as people read it: `client_id` is "Client ID", `job-role` is "Job role".
    var inWords: String {
        let words = split { "_-".contains($0) }.map { word in
            ["api", "id", "url"].contains(word.lowercased()) ? word.uppercased() : String(word)
        }
        let text = words.joined(separator: " ")
        return text.prefix(1).uppercased() + text.dropFirst()
    }
}
