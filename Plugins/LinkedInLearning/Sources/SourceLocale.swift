import ConnectorKit

/// A language of the catalog, as the API writes it.
struct SourceLocale: Equatable {
    let language: String
    let country: String

    /// The locales that the pages "learningAssets API Reference" and "Retrieve an Individual Learning Object" name.
    static let all = [
        "de_DE", "en_US", "es_ES", "fr_FR", "in_ID", "it_IT", "ja_JP", "ko_KR", "nl_NL", "pl_PL", "pt_BR",
        "tr_TR", "zh_CN",
    ]

    /// Returns the locales of a list such as `en_US, de_DE`, each once.
    ///
    /// - Throws: ``Failure/configuration(_:)`` if it names none, or one that the catalog does not have.
    static func list(_ text: String) throws(Failure) -> [SourceLocale] {
        var locales: [SourceLocale] = []
        for name in text.split(whereSeparator: { ", ".contains($0) }) {
            let parts = name.split { "_-".contains($0) }
            let locale = SourceLocale(
                language: parts.first.map { $0.lowercased() == "id" ? "in" : $0.lowercased() } ?? "",
                country: parts.last?.uppercased() ?? "")
            guard parts.count == 2, all.contains("\(locale.language)_\(locale.country)") else {
                throw .configuration(
                    "there is no locale \"\(name)\"; there are \(all.joined(separator: ", "))")
            }
            if !locales.contains(locale) { locales.append(locale) }
        }
        guard !locales.isEmpty else {
            throw .configuration("locales names none; there are \(all.joined(separator: ", "))")
        }
        return locales
    }
}
