import Foundation
import Mustache

/// The messages of all languages, embedded in the program.
struct Messages: Sendable {
    private let words: [Language: Words]

    /// - Throws: if a file is not as it should be; a test loads them all.
    init() throws {
        words = try Dictionary(
            uniqueKeysWithValues: Language.allCases.map { ($0, try Words($0, Self.file(of: $0))) })
    }

    /// The messages of a language.
    subscript(_ language: Language) -> Words { words[language] ?? Words(language) }

    /// The text of a message file.
    static func file(of language: Language) -> [UInt8] {
        switch language {
        case .en: PackageResources.en_json
        case .fr: PackageResources.fr_json
        case .de: PackageResources.de_json
        case .es: PackageResources.es_json
        case .pt: PackageResources.pt_json
        case .ja: PackageResources.ja_json
        }
    }
}

/// The messages of one language, by keys of a page and a name: `courses.title`.
final class Words: Sendable {
    let language: Language
    let messages: [String: Message]
    /// The messages as templates find them: `{{words.courses.title}}`.
    let pages: PageWords

    init(_ language: Language) {
        self.language = language
        messages = [:]
        pages = PageWords(pages: [:])
    }

    init(_ language: Language, _ file: [UInt8]) throws {
        self.language = language
        messages = try JSONDecoder().decode([String: Message].self, from: Data(file))
        var pages: [String: [String: any Sendable]] = [:]
        for (key, message) in messages {
            let (page, name) = key.splitAtDot
            pages[page, default: [:]][name] = try message.forPages()
        }
        self.pages = PageWords(pages: pages.mapValues(PageWords.Page.init))
    }

    /// A template with those messages in it that have no values.
    func placed(in template: String) -> String {
        template.replacing(#/{{words\.(\w+)\.(\w+)}}/#) { found in
            let message = pages.pages[String(found.1)]?.messages[String(found.2)] as? PageMarkup
            return message?.renderText ?? String(found.0)
        }
    }

    /// The word for one of a set of names, such as the outcomes of runs; the name itself if there is none.
    func word(_ name: String, in set: WordSet) -> String {
        messages["\(set.rawValue).\(name)"]?.text([:], isOne: false) ?? name
    }
}

/// Messages by page and name, as templates find them.
///
/// Templates find members of a dictionary as well, but take several times as long: whether its keys are texts is found
/// out each time.
struct PageWords: Sendable, MustacheParent {
    struct Page: Sendable, MustacheParent {
        let messages: [String: any Sendable]

        func child(named name: String) -> Any? { messages[name] }
    }

    let pages: [String: Page]

    func child(named name: String) -> Any? { pages[name] }
}

/// Sets of names in records that pages show as words: `{{outcome(outcome)}}`.
enum WordSet: String, CaseIterable {
    case change, contentType, difference, kind, origin, outcome, outcomeMeans, pushKind, pushOutcome, reason,
        result, role,
        section, tokenState
}

extension String {
    /// The parts before and after the first dot.
    fileprivate var splitAtDot: (String, String) {
        let parts = split(separator: ".", maxSplits: 1).map(String.init)
        return (parts.first ?? self, parts.dropFirst().first ?? "")
    }
}
