import ConnectorKit
import Foundation

extension PushedContent {
    /// The types whose launch address can be set and read back (fragment `protected` of the published
    /// description). Go1 returns no address for an interactive object, so its state would be unknown.
    static let launchableTypes = ["link", "video", "audio", "document"]

    /// The mistakes to report before any request; empty if there are none.
    var mistakes: [String] {
        var mistakes: [String] = []
        if externalReference.isEmpty { mistakes.append("external_reference is missing") }
        if removed { return mistakes }
        let required = [
            (Field.title, title), (.description, description), (.launchURL, launchURL), (.image, image),
        ]
        for (field, text) in required where text.trimmed.isEmpty {
            mistakes.append("\(field.rawValue) is missing")
        }
        for (field, text) in [(Field.launchURL, launchURL), (.image, image)]
        where !text.isEmpty && !Self.isWebAddress(text) {
            mistakes.append(
                "\(field.rawValue) is \"\(text.prefix(80))\"; an http(s) address was expected")
        }
        if !Self.launchableTypes.contains(type) {
            mistakes.append(
                "type is \"\(type)\"; one of \(Self.launchableTypes.joined(separator: ", ")) was expected")
        }
        if let duration, duration < 1 {
            mistakes.append("duration is \(duration); a whole number of minutes above 0 was expected")
        }
        if let language, !Self.isLanguage(language) {
            mistakes.append(
                "language is \"\(language)\"; two letters were expected, or these and a country, "
                    + "such as en or en-US")
        }
        return mistakes
    }

    private static func isWebAddress(_ text: String) -> Bool {
        guard let parts = URLComponents(string: text), let host = parts.host else { return false }
        return ["http", "https"].contains(parts.scheme?.lowercased()) && !host.isEmpty
    }

    /// "ISO-639-1 language code format, with an optional ISO-3166 two character country code".
    private static func isLanguage(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        return (1...2).contains(parts.count)
            && parts.allSatisfy { $0.count == 2 && $0.allSatisfy { $0.isASCII && $0.isLetter } }
    }
}
