import ConnectorKit
import Foundation
import Host
import Mustache

extension RecordValue {
    /// The value as templates read it: numbers grouped, null and empty text as nothing, all text escaped.
    ///
    /// - Parameter zone: the one in which `{{time(…)}}` shows times.
    func rendered(in zone: TimeZone) -> Any {
        switch self {
        case .text(let text): PageText(text: text, zone: zone)
        case .integer(let number): PageText(text: number.groupedText, zone: zone)
        case .number(let number):
            PageText(text: "\((number * 10).rounded() / 10)", zone: zone)
        case .boolean(let flag): flag
        case .list(let values): values.map { $0.rendered(in: zone) }
        case .object(let record): PageObject(members: record.members(in: zone))
        case .null: PageText(text: "", zone: zone)
        }
    }
}

extension Record {
    fileprivate func members(in zone: TimeZone) -> [String: Any] {
        Dictionary(fields.map { ($0.key, $0.value.rendered(in: zone)) }) { $1 }
    }

    /// The record with members added; one that is there is replaced.
    func with(_ more: [(String, RecordValue)]) -> Record {
        Record(
            fields.filter { field in !more.contains { $0.0 == field.key } }.map { ($0.key, $0.value) } + more)
    }
}

extension RecordValue {
    /// An object of these members.
    static func record(_ fields: [(String, RecordValue)]) -> RecordValue { .object(Record(fields)) }

    /// A member of an object; null of anything else.
    subscript(_ key: String) -> RecordValue {
        if case .object(let record) = self { record[key] ?? .null } else { .null }
    }

    var elements: [RecordValue] { if case .list(let values) = self { values } else { [] } }
    var count: Int { if case .integer(let number) = self { Int(number) } else { 0 } }
    var flag: Bool { if case .boolean(let flag) = self { flag } else { false } }

    /// An object with members added; anything else as it is.
    func with(_ more: [(String, RecordValue)]) -> RecordValue {
        if case .object(let record) = self { .object(record.with(more)) } else { self }
    }
}

/// An object as templates read it.
///
/// What is asked for by name stands in it, or further out; nothing is read by reflection.
private struct PageObject: MustacheParent {
    let members: [String: Any]

    func child(named name: String) -> Any? { members[name] }
}

/// A text as templates read it; a section over an empty one is left out.
private struct PageText: MustacheParent, MustacheTransformable, MustacheCustomRenderable {
    let text: String
    let zone: TimeZone

    var renderText: String { text.escapedForHTML }
    var isNull: Bool { text.isEmpty }

    func child(named name: String) -> Any? { nil }

    func transform(_ name: String) -> Any? {
        switch name {
        case "time": PageText(text: text.shownAsTime(in: zone), zone: zone)
        case "day": PageText(text: String(text.shownAsTime(in: zone).prefix(10)), zone: zone)
        case "words": PageText(text: text.replacing("_", with: " "), zone: zone)
        // Only for descriptions, which the host has cleaned.
        case "html": CleanedHTML(renderText: text)
        default: nil
        }
    }
}

private struct CleanedHTML: MustacheCustomRenderable {
    let renderText: String
    var isNull: Bool { renderText.isEmpty }
}

extension String {
    /// Escaped for content and attributes of HTML.
    ///
    /// By bytes: to Swift a quote and a combining accent are one character, to a browser the quote ends
    /// the attribute.
    var escapedForHTML: String {
        var escaped: [UInt8] = []
        escaped.reserveCapacity(utf8.count)
        for byte in utf8 {
            switch byte {
            case UInt8(ascii: "<"): escaped += "&lt;".utf8
            case UInt8(ascii: ">"): escaped += "&gt;".utf8
            case UInt8(ascii: "&"): escaped += "&amp;".utf8
            case UInt8(ascii: "\""): escaped += "&quot;".utf8
            case UInt8(ascii: "'"): escaped += "&#39;".utf8
            default: escaped.append(byte)
            }
        }
        return String(decoding: escaped, as: UTF8.self)
    }

    /// A time of a record as people read it; what is none stays as it is.
    fileprivate func shownAsTime(in zone: TimeZone) -> String {
        guard let date = Timestamp.date(self) else { return self }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute], from: date)
        func two(_ number: Int?) -> String { (number ?? 0) < 10 ? "0\(number ?? 0)" : "\(number ?? 0)" }
        return
            "\(parts.year ?? 0)-\(two(parts.month))-\(two(parts.day)) \(two(parts.hour)):\(two(parts.minute))"
    }
}

extension Int64 {
    /// With a comma between each three digits, as all of the product's texts have it.
    var groupedText: String {
        formatted(IntegerFormatStyle<Int64>(locale: Locale(identifier: "en_US")).grouping(.automatic))
    }
}
