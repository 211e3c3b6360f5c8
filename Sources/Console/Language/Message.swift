import Foundation
import Mustache

/// A text of a page with placeholders in braces: `{count} courses`.
///
/// In a message file it is a string, or an object of plural categories (`one`, `other`) that the placeholder `count`
/// decides between. Text between backticks is shown as code.
struct Message: Sendable, Decodable, Equatable {
    private let one: String?
    private let other: String

    private enum Category: String, CodingKey { case one, other }

    init(from decoder: any Decoder) throws {
        if let text = try? decoder.singleValueContainer().decode(String.self) {
            (one, other) = (nil, text)
        } else {
            let forms = try decoder.container(keyedBy: Category.self)
            one = try forms.decodeIfPresent(String.self, forKey: .one)
            other = try forms.decode(String.self, forKey: .other)
        }
    }

    /// The names of the placeholders.
    var placeholders: Set<String> {
        Set(
            [one, other].compactMap(\.self).flatMap { $0.matches(of: Self.placeholder).map { String($0.1) } })
    }

    /// The text as it is, with the values in it.
    func text(_ values: [String: String], isOne: Bool) -> String {
        let text = isOne ? one ?? other : other
        // Words have no placeholder, and the pattern is read anew at each use: that would be half the time of a list.
        guard text.utf8.contains(UInt8(ascii: "{")) else { return text }
        return text.replacing(Self.placeholder) { values[String($0.1)] ?? "" }
    }

    /// The text for pages: as it is, or a template whose placeholders are members of the record that surrounds it.
    func forPages() throws -> any Sendable {
        let other = Self.markup(other)
        guard let one else {
            return placeholders.isEmpty ? PageMarkup(renderText: other) : try MustacheTemplate(string: other)
        }
        return try MustacheTemplate(
            string: "{{#one(count)}}\(Self.markup(one))"
                + "{{/one(count)}}{{^one(count)}}\(other){{/one(count)}}")
    }

    private static func markup(_ text: String) -> String {
        text.escapedForHTML.replacing(#/`([^`]*)`/#) { "<code>\($0.1)</code>" }
            .replacing(placeholder) { "{{\($0.1)}}" }
    }

    private static var placeholder: Regex<(Substring, Substring)> { #/\{([A-Za-z]+)\}/# }
}

/// Markup for templates, which is rendered as it is.
struct PageMarkup: Sendable, MustacheCustomRenderable {
    let renderText: String
    var isNull: Bool { renderText.isEmpty }
}
