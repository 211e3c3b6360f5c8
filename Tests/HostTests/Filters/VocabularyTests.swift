import ConnectorKit
import Foundation
import Host
import Model
import Testing

/// Filters by vocabularies that a provider declares (rule F8).
@Suite struct VocabularyTests {
    private static let filters = Filters(
        languages: [LanguageTag("en")].compactMap(\.self), contentTypes: ["course"],
        terms: [
            TermFilter(name: "subject", field: .subjects, values: ["Design", "Art, old & new = fine"]),
            TermFilter(name: "maker", field: .publisher, values: ["Acme"]),
        ])

    @Test("A rule is read again from its fingerprint")
    func fingerprint() throws {
        for filters in [Self.filters, Filters(), Filters(contentTypes: ["a"])] {
            let rule = ArchiveRule(filters: filters, enabled: true, echo: true)
            let again = try #require(ArchiveRule(fingerprint: rule.fingerprint))
            #expect(again.fingerprint == rule.fingerprint)
            #expect(Set(again.filters.terms.flatMap(\.values)) == Set(filters.terms.flatMap(\.values)))
        }
        let plain = ArchiveRule(filters: Filters(), enabled: true).fingerprint
        #expect(plain == "on languages= types=")
    }

    @Test(
        "Content is taken if a word of every filter is among its own, in any case",
        arguments: [
            (["design", "Other"], "ACME", true), (["Art, old & new = fine"], "Acme", true),
            (["Other"], "Acme", false), ([], "Acme", false), (["Design"], "Other", false),
            (["Design"], nil, false),
        ] as [([String], String?, Bool)])
    func taken(_ subjects: [String], _ publisher: String?, _ isTaken: Bool) {
        let standing = Standing(
            language: "en", type: "course", offered: true, reasons: [],
            texts: [.subjects: subjects, .publisher: [publisher].compactMap(\.self)])
        let rule = ArchiveRule(filters: Self.filters, enabled: true)
        #expect(rule.reasons(for: standing) == (isTaken ? [] : .filter))
        #expect(rule.standing.fields == [.subjects, .publisher])
    }
}
