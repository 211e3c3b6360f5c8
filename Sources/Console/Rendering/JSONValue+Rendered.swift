import ConnectorKit
import Foundation
import Host
import Model
import Mustache

extension JSONValue {
    /// The value for templates: numbers as the reader writes them, text escaped, null as empty text.
    func rendered(for reader: Reader) -> Any {
        switch self {
        case .text(let text): PageText(text: text, reader: reader)
        case .number(let digits):
            PageText(text: reader.number(digits), digits: digits, reader: reader)
        case .boolean(let flag): flag
        case .list(let values): values.map { $0.rendered(for: reader) }
        case .object(let record): PageObject(members: record.members(for: reader))
        case .null: PageText(text: "", reader: reader)
        }
    }
}

extension Record {
    /// The page's record with the words of the reader's language.
    func rendered(for reader: Reader) -> Any {
        PageObject(members: members(for: reader).merging(["words": reader.words.pages]) { $1 })
    }

    fileprivate func members(for reader: Reader) -> [String: Any] {
        Dictionary(self.members.map { ($0.name, $0.value.rendered(for: reader)) }) { $1 }
    }
}

/// An object for templates.
///
/// Names are found in it or in an enclosing object, never by reflection.
private struct PageObject: MustacheParent {
    let members: [String: Any]

    func child(named name: String) -> Any? { members[name] }
}

/// A text for templates; a section over an empty one is omitted.
private struct PageText: MustacheParent, MustacheTransformable, MustacheCustomRenderable {
    let text: String
    /// The number as the record has it.
    var digits: String?
    let reader: Reader

    var renderText: String { text.escapedForHTML }
    var isNull: Bool { text.isEmpty }

    func child(named name: String) -> Any? { nil }

    func transform(_ name: String) -> Any? {
        switch name {
        case "time": shown(reader.time(text))
        case "day": shown(reader.day(text))
        case "month": shown(reader.month(text))
        case "percent": shown(reader.percent(digits ?? text))
        case "language": shown(reader.language(text))
        // Whether the number takes the singular; see ``Message``.
        case "one": reader.language.isOne(digits.flatMap { Int64($0) } ?? 0)
        // Only for descriptions, which the host sanitizes.
        case "html": CleanedHTML(renderText: text)
        default: WordSet(rawValue: name).map { shown(reader.words.word(text, in: $0)) }
        }
    }

    private func shown(_ text: String) -> PageText { PageText(text: text, reader: reader) }
}

private struct CleanedHTML: MustacheCustomRenderable {
    let renderText: String
    var isNull: Bool { renderText.isEmpty }
}
