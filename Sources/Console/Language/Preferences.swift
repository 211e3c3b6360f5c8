import Foundation
import HTTPTypes
import Hummingbird

/// The language and time zone that a person chose, kept in two cookies of the browser.
struct Preferences: Sendable {
    private static let names = (language: "tributary-language", zone: "tributary-zone")

    /// Nil: as the browser asks.
    let language: Language?
    /// Nil: as the host is configured.
    let zone: TimeZone?

    init(_ request: Request) {
        let cookies = request.cookies
        language = cookies[Self.names.language].flatMap { Language(rawValue: $0.value) }
        zone = cookies[Self.names.zone].flatMap { Self.zone($0.value) }
    }

    /// The values of `Set-Cookie` for a choice; an empty text takes the choice back, nil leaves it.
    static func cookies(language: String?, zone: String?, isSecure: Bool) -> [String] {
        let choices = [
            (names.language, language, language.flatMap { Language(rawValue: $0) }?.rawValue),
            (names.zone, zone, zone.flatMap(Self.zone)?.identifier),
        ]
        return choices.compactMap { name, given, valid in
            guard given != nil else { return nil }
            let age = valid == nil ? 0 : 31_536_000
            return "\(name)=\(valid ?? ""); Max-Age=\(age); Path=/; HttpOnly; SameSite=Lax"
                + (isSecure ? "; Secure" : "")
        }
    }

    /// The zones to choose from, by their continents.
    static let zones: [(region: String, zones: [String])] = {
        let names = TimeZone.knownTimeZoneIdentifiers.filter { $0.contains("/") && !$0.hasPrefix("Etc/") }
        return Dictionary(grouping: names) { String($0.prefix { $0 != "/" }) }
            .sorted { $0.key < $1.key }.map { ($0.key, $0.value.sorted()) }
    }()

    private static func zone(_ name: String) -> TimeZone? {
        zones.contains { $0.zones.contains(name) } ? TimeZone(identifier: name) : nil
    }
}
