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
        var translated = self
        translated.summary = texts["summary"] ?? summary
        for index in quirks.indices {
            translated.quirks[index] = texts["quirk.\(index + 1)"] ?? quirks[index]
        }
        for (index, setting) in settings.enumerated() {
            translated.settings[index].label = texts["setting.\(setting.name).label"] ?? setting.label
            translated.settings[index].help = texts["setting.\(setting.name)"] ?? setting.help
        }
        for (index, vocabulary) in filters.others.enumerated() {
            translated.filters.others[index].label =
                texts["vocabulary.\(vocabulary.name).label"] ?? vocabulary.label
            translated.filters.others[index].help = texts["vocabulary.\(vocabulary.name)"] ?? vocabulary.help
        }
        return translated
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
