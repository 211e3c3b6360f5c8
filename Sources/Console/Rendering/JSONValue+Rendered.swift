import ConnectorKit
import Foundation
import Host
import Model
import Mustache

extension JSONValue {
    /// The value for templates: numbers as the reader writes them, text escaped, null as empty text.
    fileprivate func rendered(for reader: Reader) -> Any {
        switch self {
        case .text(let text): PageText(text: text, reader: reader)
        case .number(let digits): PageNumber(digits: digits, reader: reader)
        case .boolean(let flag): flag
        case .list(let values): values.map { $0.rendered(for: reader) }
        case .object(let record): record.rendered(for: reader)
        case .null: PageText(text: "", reader: reader)
        }
    }
}

extension Record {
    /// The record for templates, with the words of the reader's language.
    func rendered(for reader: Reader) -> Any { PageObject(record: self, reader: reader) }
}

/// An object for templates; its members are made when they are asked for.
///
/// Names are found in it or in an enclosing object, never by reflection.
private struct PageObject: MustacheParent {
    let record: Record
    let reader: Reader

    func child(named name: String) -> Any? {
        name == "words" ? reader.words.pages : record[name]?.rendered(for: reader)
    }
}

/// A text for templates; a section over an empty one is omitted.
private struct PageText: MustacheParent, MustacheTransformable, MustacheCustomRenderable {
    let text: String
    let reader: Reader

    var renderText: String { text.escapedForHTML }
    var isNull: Bool { text.isEmpty }

    func child(named name: String) -> Any? { nil }

    func transform(_ name: String) -> Any? {
        switch name {
        case "time": moment(reader.time(text))
        case "day": moment(reader.day(text))
        case "month": shown(reader.month(text))
        case "language": shown(reader.language(text))
        // Only for descriptions, which the host sanitizes.
        case "html": PageMarkup(renderText: text)
        default: WordSet(rawValue: name).map { shown(reader.words.word(text, in: $0)) }
        }
    }

    private func shown(_ text: String) -> PageText { PageText(text: text, reader: reader) }

    /// A time with what machines read of it; a text that is none as it is.
    private func moment(_ shown: String) -> PageMarkup {
        let (time, words) = (renderText, shown.escapedForHTML)
        return PageMarkup(
            renderText: shown == text ? words : "<time datetime=\"\(time)\">\(words)</time>")
    }
}

/// A number for templates, as the reader writes it.
private struct PageNumber: MustacheParent, MustacheTransformable, MustacheCustomRenderable {
    /// As the record has it.
    let digits: String
    let reader: Reader

    var renderText: String { reader.number(digits).escapedForHTML }
    var isNull: Bool { false }

    func child(named name: String) -> Any? { nil }

    func transform(_ name: String) -> Any? {
        switch name {
        case "percent": PageText(text: reader.percent(digits), reader: reader)
        // Whether the number takes the singular; see ``Message``.
        case "one": reader.language.isOne(Int64(digits) ?? 0)
        default: nil
        }
    }
}
