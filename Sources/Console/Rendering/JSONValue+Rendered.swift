import ConnectorKit
import Foundation
import Host
import Model
import Mustache

extension JSONValue {
    /// The value for templates: numbers grouped, text escaped, null as empty text.
    ///
    /// - Parameter zone: the time zone of `{{time(…)}}`.
    func rendered(in zone: TimeZone) -> Any {
        switch self {
        case .text(let text): PageText(text: text, zone: zone)
        case .number(let digits):
            PageText(
                text: Int64(digits)?.groupedText ?? double.map { "\(($0 * 10).rounded() / 10)" } ?? digits,
                zone: zone)
        case .boolean(let flag): flag
        case .list(let values): values.map { $0.rendered(in: zone) }
        case .object(let record): PageObject(members: record.members(in: zone))
        case .null: PageText(text: "", zone: zone)
        }
    }
}

extension Record {
    fileprivate func members(in zone: TimeZone) -> [String: Any] {
        Dictionary(self.members.map { ($0.name, $0.value.rendered(in: zone)) }) { $1 }
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
    let zone: TimeZone

    var renderText: String { text.escapedForHTML }
    var isNull: Bool { text.isEmpty }

    func child(named name: String) -> Any? { nil }

    func transform(_ name: String) -> Any? {
        switch name {
        case "time": PageText(text: text.shownAsTime(in: zone), zone: zone)
        case "day": PageText(text: String(text.shownAsTime(in: zone).prefix(10)), zone: zone)
        case "words": PageText(text: text.replacing("_", with: " "), zone: zone)
        // Only for descriptions, which the host sanitizes.
        case "html": CleanedHTML(renderText: text)
        default: nil
        }
    }
}

private struct CleanedHTML: MustacheCustomRenderable {
    let renderText: String
    var isNull: Bool { renderText.isEmpty }
}
