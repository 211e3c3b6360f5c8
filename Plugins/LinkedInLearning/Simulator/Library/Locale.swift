import SimulatorSupport
import ConnectorKit

/// A locale of the catalog, as the API writes it.
package struct Locale: Sendable, Hashable {
    package let language: String
    package let country: String

    package init(_ language: String, _ country: String) {
        self.language = language
        self.country = country
    }

    var name: String { "\(language)_\(country)" }

    var json: JSONValue { ["country": .text(country), "language": .text(language)] }

    /// The locales that "learningAssets API Reference" and "Retrieve an Individual Learning Object" name.
    static let documented: Set<Locale> = [
        Locale("de", "DE"), Locale("en", "US"), Locale("es", "ES"), Locale("fr", "FR"), Locale("in", "ID"),
        Locale("it", "IT"), Locale("ja", "JP"), Locale("ko", "KR"), Locale("nl", "NL"), Locale("pl", "PL"),
        Locale("pt", "BR"), Locale("tr", "TR"), Locale("zh", "CN"),
    ]

    /// Those that the simulated account has content in.
    static let simulated = [Locale("en", "US"), Locale("de", "DE"), Locale("fr", "FR")]
}
