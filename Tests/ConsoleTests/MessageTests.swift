import ConnectorKit
import Delivery
import Foundation
import Model
import Push
import Sync
import Testing

@testable import Console
@testable import HTTPAPI
@testable import Host

/// The message files of the console against each other and against what uses them.
@Suite struct MessageTests {
    static func file(_ language: Language) throws -> [String: Message] {
        try Words(language, Messages.file(of: language)).messages
    }

    @Test(
        "Every language has the messages of English, with the same placeholders", arguments: Language.allCases
    )
    func complete(_ language: Language) throws {
        let english = try Self.file(.en)
        let file = try Self.file(language)
        #expect(Set(english.keys).symmetricDifference(file.keys) == [])
        for (key, message) in file {
            #expect(message.placeholders == english[key]?.placeholders, "\(key)")
        }
    }

    @Test("Every message that a page asks for is there, and every message is asked for by a page")
    func used() throws {
        let known = Set(try Self.file(.en).keys)
        let asked = try Self.askedByTemplates.union(Self.askedBySwift).union(["language.name"])
        #expect(asked.subtracting(known).subtracting(Self.namesOfSets) == [])
        #expect(known.subtracting(asked).subtracting(Self.namesOfSets) == [])
    }

    @Test("Every name that a record may have has its word")
    func sets() throws {
        let known = Set(try Self.file(.en).keys)
        #expect(Self.namesOfSets.subtracting(known) == [])
    }

    @Test("A time with its zone is what the formats of the locale make of both", arguments: Language.allCases)
    func times(_ language: Language) throws {
        let words = try Messages()[language]
        for region in ["", "_CH", "_US", "_IN"] {
            let locale = Locale(identifier: language.rawValue + region)
            for zone in ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "GMT"].compactMap(
                TimeZone.init(identifier:))
            {
                let reader = Reader(words, locale, zone)
                for text in ["2026-01-01T22:30:00Z", "2026-07-01T22:30:00Z"] {
                    let date = try #require(Timestamp.date(text))
                    let whole = date.formatted(
                        Date.FormatStyle(locale: locale, timeZone: zone).year().month(.abbreviated).day()
                            .hour()
                            .minute().timeZone(.specificName(.short)))
                    #expect(reader.time(text) == whole)
                }
            }
        }
    }

    @Test("Words stand in the templates of a language but for those with values")
    func placed() throws {
        let words = try Messages()[.de]
        #expect(
            words.placed(in: "<th>{{words.column.run}}</th>{{words.no.such}}")
                == "<th>Lauf</th>{{words.no.such}}")
        #expect(words.placed(in: "{{words.run.what}}") == "{{words.run.what}}")
    }

    @Test("The templates of every language can be read with its words in them", arguments: Language.allCases)
    func templates(_ language: Language) throws {
        let words = try Messages()[language]
        #expect(throws: Never.self) { try Templates.library(words.placed) }
    }

    @Test("A text of one form, and of plural forms, takes its values in every language")
    func values() throws {
        let messages = try Messages()
        func shown(_ language: Language, _ count: Int) -> String {
            Reader(messages[language], Locale(identifier: language.rawValue), .gmt)(
                "courses.count", ["count": .integer(count)])
        }
        #expect(shown(.en, 1) == "1 course")
        #expect(shown(.en, 0) == "0 courses")
        #expect(shown(.en, 12_345) == "12,345 courses")
        #expect(shown(.fr, 0) == "0 cours")
        #expect(shown(.fr, 12_345) == "12\u{202F}345 cours")
        #expect(shown(.de, 12_345) == "12.345 Kurse")
        #expect(shown(.pt, 1) == "1 curso")
        #expect(shown(.ja, 1) == "1 件のコース")
    }

    @Test("Numbers, times with their zone, months and names of languages are written in the reader's way")
    func reader() throws {
        let messages = try Messages()
        let paris = try #require(TimeZone(identifier: "Europe/Paris"))
        let english = Reader(messages[.en], Locale(identifier: "en_GB"), paris)
        let german = Reader(messages[.de], Locale(identifier: "de_DE"), paris)
        let japanese = Reader(messages[.ja], Locale(identifier: "ja_JP"), .gmt)
        let time = "2026-07-01T22:30:00Z"
        #expect(english.time(time) == "2 Jul 2026 at 00:30 CEST")
        #expect(german.time(time) == "2. Juli 2026, 00:30 MESZ")
        #expect(japanese.time(time) == "2026年7月1日 22:30 GMT")
        #expect(german.day(time) == "2. Juli 2026")
        #expect(english.month("2026-07") == "Jul 2026")
        #expect(german.number("1234.56") == "1.234,6")
        #expect(english.number("0.04") == "0")
        #expect(german.number("0.25") == "0,2")
        #expect(german.number("12.96") == "13")
        #expect(english.number("998.97") == "999")
        #expect(english.number("-1.25") == "-1.2")
        #expect(english.percent("67") == "67%")
        #expect(german.percent("67") == "67\u{A0}%")
        #expect(german.language("pt-BR") == "Portugiesisch (Brasilien)")
        #expect(english.zoneName(at: Date(timeIntervalSince1970: 1_783_000_000)) == "Europe/Paris (GMT+2)")
        #expect(english.time("never") == "never")
    }

    // MARK: - What asks for messages

    /// `{{words.page.name}}` in templates.
    private static var askedByTemplates: Set<String> {
        Set(
            Templates.sources.flatMap { source in
                String(decoding: source.bytes, as: UTF8.self)
                    .matches(of: #/\{\{words\.([a-zA-Z]+\.[a-zA-Z_]+)\}\}/#).map { String($0.1) }
            })
    }

    /// Texts such as `"page.name"` in the sources of the console, of a page that the files have.
    private static var askedBySwift: Set<String> {
        get throws {
            let pages = Set(try file(.en).keys.map { $0.prefix { $0 != "." } })
            let sources = URL(filePath: #filePath).deletingLastPathComponent().appending(
                path: "../../Sources/Console")
            var asked: Set<String> = []
            let files = FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil)
            for case let file as URL in try #require(files) where file.pathExtension == "swift" {
                let text = try String(contentsOf: file, encoding: .utf8)
                for match in text.matches(of: #/"([a-zA-Z]+\.[a-zA-Z_]+)"/#)
                where pages.contains(match.1.prefix { $0 != "." }) {
                    asked.insert(String(match.1))
                }
                // A name that is put together: all of the page may be meant.
                for match in text.matches(of: #/"([a-zA-Z]+)\.\\\(/#) {
                    asked.formUnion(try Self.file(.en).keys.filter { $0.hasPrefix("\(match.1).") })
                }
            }
            return asked
        }
    }

    /// The names of all sets of words, as keys.
    private static var namesOfSets: Set<String> {
        Set(
            WordSet.allCases.flatMap { set in
                names(of: set).map { "\(set.rawValue).\($0)" }
            })
    }

    private static func names(of set: WordSet) -> [String] {
        switch set {
        case .change: Operation.all.filter(\.isChange).map(\.id) + ["migrate", "promote", "restore"]
        case .contentType: ShelfTypes.all
        case .difference: PlatformDifference.Kind.allCases.map(\.rawValue)
        case .kind: ScheduledWork.allCases.map(\.rawValue) + ["all"]
        case .origin: CourseTag.Origin.allCases.map(\.rawValue)
        case .outcome, .outcomeMeans: Run.Outcome.allCases.map(\.rawValue) + ["running"]
        case .pushKind: PushKind.allCases.map(\.rawValue)
        case .pushOutcome: PushOutcome.allCases.map(\.rawValue) + ["waiting"]
        case .reason: ArchiveReasons(rawValue: ~0).names
        case .result: AttemptState.Result.allCases.map(\.rawValue)
        case .role: Role.allCases.map(\.rawValue)
        case .section: ConsolePage.Section.allCases.map(\.rawValue)
        case .tokenState: ["active", "expired", "revoked"]
        }
    }
}

/// The content types of the providers that are built in.
enum ShelfTypes {
    static let all = [
        "article", "audio", "audiobook", "book", "course", "dataset", "document", "event", "image",
        "interactive",
        "learning-path", "link", "other", "podcast", "practice-test", "software", "text", "video",
    ]
}
