import Foundation
import Mustache

/// A text of a page with placeholders in braces: `{count} courses`.
///
/// In a message file it is a string, or an object of plural categories (`one`, `other`) that the placeholder `count`
/// decides between. Text between backticks is shown as code.
struct Message: Sendable, Decodable, Equatable {
    /// A text, and its parts between and at the placeholders.
    private struct Form: Sendable, Equatable {
        enum Part: Sendable, Equatable { case text(String), value(String) }

        let text: String
        let parts: [Part]

        init(_ text: String) {
            self.text = text
            var parts: [Part] = []
            var rest = text.startIndex
            // The pattern is read anew each time, and most texts have no placeholder.
            for match in text.contains("{") ? text.matches(of: Message.placeholder) : [] {
                parts += [.text(String(text[rest..<match.range.lowerBound])), .value(String(match.1))]
                rest = match.range.upperBound
            }
            self.parts = parts + [.text(String(text[rest...]))]
        }
    }

    private let one: Form?
    private let other: Form

    private enum Category: String, CodingKey { case one, other }

    init(from decoder: any Decoder) throws {
        if let text = try? decoder.singleValueContainer().decode(String.self) {
            (one, other) = (nil, Form(text))
        } else {
            let forms = try decoder.container(keyedBy: Category.self)
            one = try forms.decodeIfPresent(String.self, forKey: .one).map(Form.init)
            other = Form(try forms.decode(String.self, forKey: .other))
        }
    }

    /// The names of the placeholders.
    var placeholders: Set<String> {
        Set(
            [one, other].flatMap { $0?.parts ?? [] }.compactMap {
                if case .value(let name) = $0 { name } else { nil }
            })
    }

    /// The text as it is, with the values in it.
    func text(_ values: [String: String], isOne: Bool) -> String {
        (isOne ? one ?? other : other).parts.map { part in
            switch part {
            case .text(let text): text
            case .value(let name): values[name] ?? ""
            }
        }.joined()
    }

    /// The text for pages: as it is, or a template whose placeholders are members of the record that surrounds it.
    func forPages() throws -> any Sendable {
        let other = Self.markup(other.text)
        guard let one else {
            return placeholders.isEmpty ? PageMarkup(renderText: other) : try MustacheTemplate(string: other)
        }
        return try MustacheTemplate(
            string: "{{#one(count)}}\(Self.markup(one.text))"
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
