import ConnectorKit
import Host
import Model
import Store
import Testing

@Suite struct ArchiveRuleTests {
    private static func filters(_ languages: [String], _ types: [String]) -> Filters {
        Filters(languages: languages.compactMap { LanguageTag($0) }, contentTypes: types)
    }

    /// languages, types, the content's language and type, whether it is taken
    static let matches: [([String], [String], String?, String, Bool)] = [
        ([], [], nil, "course", true),
        (["en"], [], "en", "course", true),
        (["en"], [], "en-US", "course", true),
        (["EN"], [], "en-us", "course", true),
        (["en-US"], [], "en-US", "course", true),
        (["en-US"], [], "en", "course", false),
        (["en-US"], [], "en-GB", "course", false),
        (["en"], [], "eng", "course", false),
        (["en"], [], nil, "course", false),
        (["en", "fr"], [], "fr", "course", true),
        ([], ["video"], nil, "video", true),
        ([], ["video", "course"], "en", "course", true),
        ([], ["video"], "en", "course", false),
        (["en"], ["video"], "en", "video", true),
        (["en"], ["video"], "fr", "video", false),
        (["en"], ["video"], "en", "course", false),
    ]

    @Test(
        "Values of one filter are joined by OR, filters by AND, and an empty one takes everything",
        arguments: matches)
    func matching(
        _ languages: [String], _ types: [String], _ language: String?, _ type: String, _ taken: Bool
    ) {
        #expect(Self.filters(languages, types).takes(language: language, type: type) == taken)
    }

    /// before, enabled, offered, taken, after; nil is no course
    static let rules: [(ArchiveReasons?, Bool, Bool, Bool, ArchiveReasons?)] = [
        (nil, true, true, true, []),
        (nil, true, false, true, nil),
        (nil, true, true, false, nil),
        (nil, false, true, true, nil),
        ([], true, true, true, []),
        ([], true, true, false, .filter),
        ([], true, false, true, .provider),
        ([], false, true, true, .disabled),
        (.filter, true, true, true, []),
        (.disabled, true, true, true, []),
        (.manual, true, true, true, .manual),
        ([.manual, .filter], true, true, true, .manual),
        (.manual, true, false, false, [.manual, .provider, .filter]),
        ([.provider, .filter], true, false, true, .provider),
        (.provider, true, true, true, []),
        ([], false, false, false, [.provider, .filter, .disabled]),
    ]

    @Test("A course has every reason that holds, and a person's own stays", arguments: rules)
    func reasons(
        _ before: ArchiveReasons?, _ enabled: Bool, _ offered: Bool, _ taken: Bool, _ after: ArchiveReasons?
    ) {
        let rule = ArchiveRule(filters: Self.filters(taken ? [] : ["fr"], []), enabled: enabled)
        let standing = Standing(language: "en", type: "course", offered: offered, reasons: before)
        #expect(rule.reasons(for: standing) == after)
    }

    @Test("The order in which filters are written does not change their fingerprint")
    func fingerprint() {
        let one = ArchiveRule(filters: Self.filters(["en", "fr"], ["video", "course"]), enabled: true)
        let other = ArchiveRule(filters: Self.filters(["FR", "EN"], ["course", "video"]), enabled: true)
        #expect(one.fingerprint == other.fingerprint)
        #expect(one.fingerprint != ArchiveRule(filters: one.filters, enabled: false).fingerprint)
    }

    @Test(
        "A rule is read back from its fingerprint",
        arguments: [([], [], true), (["en", "pt-BR"], ["video"], true), ([], ["course", "text"], false)]
            as [([String], [String], Bool)])
    func readBack(_ languages: [String], _ types: [String], _ enabled: Bool) throws {
        let rule = ArchiveRule(filters: Self.filters(languages, types), enabled: enabled)
        let read = try #require(ArchiveRule(fingerprint: rule.fingerprint))
        #expect(read.filters == rule.filters)
        #expect(read.enabled == enabled)
        #expect(ArchiveRule(fingerprint: "") == nil)
    }
}
