import ConnectorKit
import Foundation
import DeliveryTesting
@testable import ThreeSixtyLearning
import Testing

@Suite struct PlatformMappingTests {
    @Test(
        "a language is exact, else without its last subtags, else by its other code, else the default",
        arguments: [
            ("en", "en"), ("en-GB", "en_GB"), ("EN_gb", "en_GB"), ("en-US", "en"), ("en-AU", "en"),
            ("pt-BR", "pt_BR"), ("pt-PT", "pt"), ("fr-CA", "fr_CA"), ("fr-FR", "fr"), ("es-419", "es"),
            ("zh", "zh"), ("zh-TW", "zh_tw"), ("zh-Hant", "zh_HANT"), ("zh-Hant-HK", "zh_HANT"),
            ("zh-Hans-CN", "zh"), ("zh-CN", "zh"), ("nl-BE", "nl_BE"), ("de-CH-1996", "de"),
            ("he", "he_IL"), ("he-IL", "he_IL"), ("sw-TZ", "sw_KE"), ("nb-NO", "no"), ("nn", "nn_NO"),
            ("iw", "he_IL"), ("iw-IL", "he_IL"), ("in", "id"), ("in-ID", "id"), ("fil", "tl_PH"),
            ("fil-PH", "tl_PH"), ("tl", "tl_PH"), ("mo", "ro"), ("ro-MD", "ro"), ("sh", "sr"),
            ("sh-Latn-BA", "sr"),
            ("no", "no"), ("nb", "no"), ("nn-NO", "nn_NO"), ("ji", "de"), ("yi", "de"), ("jw", "de"),
            ("eng", "en"), ("eng-GB", "en_GB"), ("fre", "fr"), ("fra-CA", "fr_CA"), ("ger", "de"),
            ("heb", "he_IL"), ("nob", "no"), ("nno", "nn_NO"), ("zho-TW", "zh_tw"), ("cmn-Hant", "zh_HANT"),
            ("zh-cmn-Hant-TW", "zh_HANT"), ("por-BR", "pt_BR"), ("mlt", "de"), ("kk", "kk"), ("mt", "de"),
            ("x-private", "de"), ("not a tag", "de"), ("", "de"), (nil, "de"),
        ] as [(String?, String)])
    func languages(_ language: String?, _ code: String) throws {
        let german = try #require(LanguageTag("de").flatMap { PlatformLanguage($0) })
        #expect(PlatformLanguage(language, fallback: german).code == code)
    }

    @Test("each of the platform's languages is found by its own name")
    func ownLanguages() throws {
        for code in PlatformLanguage.all {
            let tag = try #require(LanguageTag(code))
            #expect(PlatformLanguage(tag)?.code == code)
        }
    }

    @Test(
        "minutes are at least 1 or left out, and at most 100,000",
        arguments: [
            (nil, nil), (0, nil), (-5, nil), (1, 1), (45, 45), (100_000, 100_000), (100_001, 100_000),
            (Int.max, 100_000),
        ] as [(Int?, Int?)])
    func durations(_ minutes: Int?, _ sent: Int?) throws {
        var content = LearningObject.sample("1")
        content.duration = minutes
        #expect(ExternalCourse(content, language: try Self.german).duration == sent)
    }

    @Test("a course with everything is sent with everything the platform has a field for")
    func whole() throws {
        var content = LearningObject.sample("17")
        content.description = "<p>All of it</p>"
        content.image = "https://img.example/17.png"
        content.duration = 30
        content.authors = ["Ada"]
        content.publisher = " Acme Press "
        content.language = "fr-FR"
        content.subjects = ["Sales", " ", "Law ", ""]
        content.contentType = .audiobook
        content.published = false
        #expect(
            try Self.payload(content)
                == #"{"contentType":"audiobook","defaultLang":"fr","description":"<p>All of it</p>","#
                + #""duration":30,"externalId":"17","imageUrl":"https://img.example/17.png","#
                + #""launchUrl":"https://play.example/17","name":"Course 17","#
                + #""sources":[{"name":"Acme Press"}],"subjects":["Sales","Law"]}"#)
    }

    @Test("what a course does not have is left out, and never empty")
    func bare() throws {
        var content = LearningObject.sample("1")
        content.description = " \n"
        content.image = ""
        content.publisher = ""
        #expect(
            try Self.payload(content)
                == #"{"contentType":"course","defaultLang":"de","externalId":"1","#
                + #""launchUrl":"https://play.example/1","name":"Course 1","sources":[],"subjects":[]}"#)
    }

    @Test("NUL and other control characters are never sent, and a name is never empty")
    func controls() throws {
        var content = LearningObject.sample("1\u{7}7")
        content.name = "Law\u{0} and\u{1B} order"
        content.description = "<p>One\u{0}</p>\n\t<p>Two</p>"
        content.publisher = "\u{0}"
        content.subjects = ["Sa\u{8}les", "\u{0}"]
        #expect(
            try Self.payload(content)
                == #"{"contentType":"course","defaultLang":"de","description":"<p>One</p>\n\t<p>Two</p>","#
                + #""externalId":"17","launchUrl":"https://play.example/17","name":"Law and order","#
                + #""sources":[],"subjects":["Sales"]}"#)
        content.name = "\u{0} "
        #expect(ExternalCourse(content, language: try Self.german).name == "17")
    }

    @Test("every content type of ours is one of theirs", arguments: ContentType.allCases)
    func contentTypes(_ type: ContentType) throws {
        var content = LearningObject.sample("1")
        content.contentType = type
        let theirs = ["article", "audiobook", "book", "course", "interactive", "podcast", "video"]
        #expect(theirs.contains(ExternalCourse(content, language: try Self.german).contentType))
    }

    struct StatisticCase: Sendable {
        let name: String
        let change: @Sendable (inout LearnerStatistic) -> Void
        let expected: String
    }

    @Test(
        "a statistic is sent in their terms",
        arguments: [
            StatisticCase(
                name: "in progress", change: { _ in },
                expected: "\"progress\":50,\"timeSpent\":60000"),
            StatisticCase(
                name: "time unknown", change: { $0.timeSpent = nil },
                expected: "\"progress\":50,\"timeSpent\":1"),
            StatisticCase(
                name: "no time", change: { $0.timeSpent = 0 },
                expected: "\"progress\":50,\"timeSpent\":1"),
            StatisticCase(
                name: "passed",
                change: {
                    $0.progress = 100
                    $0.passed = true
                    $0.score = 87.5
                },
                expected: "\"progress\":100,\"result\":\"success\",\"score\":87.5,\"timeSpent\":60000"),
            StatisticCase(
                name: "failed", change: { $0.passed = false },
                expected: "\"progress\":50,\"result\":\"failed\",\"timeSpent\":60000"),
            StatisticCase(
                name: "more than everything", change: { $0.progress = 120 },
                expected: "\"progress\":100,\"timeSpent\":60000"),
        ])
    func statistics(_ expected: StatisticCase) throws {
        var statistic = LearnerStatistic(
            externalID: "17", mail: "Ada@acme.example",
            firstActivity: Date(timeIntervalSince1970: 1_767_225_600),
            lastActivity: Date(timeIntervalSince1970: 1_767_225_660.5), progress: 50, timeSpent: 60_000)
        expected.change(&statistic)
        let head =
            #"{"courseIdentifier":{"type":"externalId","value":"17"},"#
            + #""firstActivityAt":"2026-01-01T00:00:00Z","lastActivityAt":"2026-01-01T00:01:00.500Z","#
        let tail = #","userIdentifier":{"type":"mail","value":"Ada@acme.example"}}"#
        #expect(
            try Self.json(ExternalStatistic(statistic)) == head + expected.expected + tail, "\(expected.name)"
        )
    }

    private static var german: PlatformLanguage {
        get throws { try #require(LanguageTag("de").flatMap { PlatformLanguage($0) }) }
    }

    private static func payload(_ content: LearningObject) throws -> String {
        try json(ExternalCourse(content, language: try german))
    }

    private static func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}
