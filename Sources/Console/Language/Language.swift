import ConnectorKit
import Foundation

/// The languages of the console: one for each file in `Messages/`.
enum Language: String, Sendable, CaseIterable {
    case en, fr, de, es, pt, ja

    /// The plural category of a whole number, as Unicode CLDR has it for these languages.
    ///
    /// CLDR's `many` of French, Spanish and Portuguese is not used: it concerns round millions (our decision).
    func isOne(_ number: Int64) -> Bool {
        switch self {
        case .en, .de, .es: number == 1
        case .fr, .pt: number == 0 || number == 1
        case .ja: false
        }
    }

    /// The language and region that a browser asks for (RFC 9110, section 12.5.4).
    ///
    /// - Returns: nil if the console has none of the languages.
    static func asked(_ header: String) -> (language: Language, region: Locale.Region?)? {
        let wishes = header.split(separator: ",").prefix(20).compactMap {
            wish -> (tag: String, weight: Double)? in
            let parts = wish.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
            let weight = parts.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 }
            return parts.first.map { ($0, weight ?? 1) }
        }
        // Swift's sort is stable: of equal wishes the first comes first.
        for wish in wishes.sorted(by: { $0.weight > $1.weight }) where wish.weight > 0 {
            let parts = wish.tag.split(separator: "-")
            guard let language = parts.first.flatMap({ Language(rawValue: $0.lowercased()) }) else {
                continue
            }
            let region = parts.dropFirst().first { $0.count == 2 && $0.allSatisfy(\.isASCII) }
            return (language, region.map { Locale.Region($0.uppercased()) })
        }
        return nil
    }
}
