import ConnectorKit
import Foundation

/// The rule of a deployment: which courses are to be, and for what reasons one is archived.
///
/// A pure function; the store applies it to whole sets. A saved filter lifts the reason `filter` alone,
/// so what the provider has archived stays archived (rule F5).
package struct ArchiveRule: Sendable {
    package let filters: Filters
    /// Whether the provider is switched on in the group.
    package let enabled: Bool
    /// Whether the group takes what it pushed itself (rule P14).
    package let echo: Bool

    package init(filters: Filters, enabled: Bool, echo: Bool = false) {
        self.filters = filters
        self.enabled = enabled
        self.echo = echo
    }

    /// The reasons a course has by rights; nil if there is no course and none is to come into being.
    package func reasons(for standing: Standing) -> ArchiveReasons? {
        let taken =
            filters.takes(language: standing.language, type: standing.type)
            && filters.terms.allSatisfy { $0.takes(standing.texts[$0.field] ?? []) }
            && (echo || !standing.isPushed)
        guard let before = standing.reasons else {
            return enabled && standing.offered && taken ? [] : nil
        }
        var reasons = before.intersection(.byPeople)
        if !standing.offered { reasons.insert(.provider) }
        if !taken { reasons.insert(.filter) }
        if !enabled { reasons.insert(.disabled) }
        return reasons
    }

    /// The rule as the store applies it.
    package var standing: StandingRule {
        StandingRule(
            fingerprint: fingerprint, fields: Set(filters.terms.map(\.field)), reasons: reasons(for:))
    }

    /// The rule in one line: what the store keeps of it, and reads it from again.
    package var fingerprint: String {
        let languages = filters.languages.map { $0.text.lowercased() }.sorted().joined(separator: ",")
        let types = filters.contentTypes.sorted().map(URLQuery.encoded).joined(separator: ",")
        let terms = filters.terms.sorted { $0.name < $1.name }.map { term in
            let values = term.values.sorted().map(URLQuery.encoded).joined(separator: ",")
            return " \(term.name):\(term.field.rawValue)=\(values)"
        }
        return "\(enabled ? "on" : "off")\(echo ? "+echo" : "") languages=\(languages) types=\(types)"
            + terms.joined()
    }

    /// The rule of a ``fingerprint``; nil if the text is none.
    package init?(fingerprint: String) {
        let parts = fingerprint.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count >= 3, parts[1].hasPrefix("languages="), parts[2].hasPrefix("types=") else {
            return nil
        }
        func values(_ part: Substring, after name: String) -> [String] {
            part.dropFirst(name.count).split(separator: ",").compactMap { String($0).removingPercentEncoding }
        }
        filters = Filters(
            languages: values(parts[1], after: "languages=").compactMap { LanguageTag($0) },
            contentTypes: values(parts[2], after: "types="), terms: parts[3...].compactMap(TermFilter.init))
        enabled = parts[0].hasPrefix("on")
        echo = parts[0].hasSuffix("+echo")
    }
}

extension TermFilter {
    /// Reads `subject:subjects=Design,Art%20History`; nil if the text is none.
    fileprivate init?(_ text: Substring) {
        let parts = text.split(separator: "=", maxSplits: 1)
        let names = parts.first?.split(separator: ":") ?? []
        guard parts.count == 2, names.count == 2, let field = Vocabulary.Field(rawValue: String(names[1]))
        else { return nil }
        let values = parts[1].split(separator: ",").compactMap { String($0).removingPercentEncoding }
        self.init(name: String(names[0]), field: field, values: values)
    }
}
