import Foundation
import HTTPTypes

@testable import Console

/// A page as it was answered.
struct HTMLPage: Sendable {
    let status: Int
    let headers: HTTPFields
    let text: String

    /// The token of the page's forms.
    var formToken: String { attributes("value", of: "input", where: "name=\"form\"").first ?? "" }

    /// The text within the first element of a class, tags left out.
    func text(ofClass name: String) -> String? {
        texts(ofClass: name).first
    }

    func texts(ofClass name: String) -> [String] {
        text.split(separator: "class=\"\(name)\"", omittingEmptySubsequences: false).dropFirst().map { part in
            let inner = part.drop { $0 != ">" }.dropFirst()
            let end = inner.range(of: "</p>")?.lowerBound ?? inner.endIndex
            return Self.plain(inner[..<end])
        }
    }

    /// All text without tags, spaces folded.
    var plain: String { Self.plain(text[...]) }

    private static func plain(_ text: Substring) -> String {
        text.replacing(#/<[^>]*>/#, with: " ").split(whereSeparator: \.isWhitespace).joined(separator: " ")
            .replacing("&quot;", with: "\"").replacing("&#39;", with: "'").replacing("&lt;", with: "<")
            .replacing("&gt;", with: ">").replacing("&amp;", with: "&")
    }

    /// The tags of an element.
    func tags(_ name: String) -> [String] {
        text.matches(of: #/<[^>]+>/#).map { String($0.output) }.filter {
            $0.hasPrefix("<\(name) ") || $0 == "<\(name)>"
        }
    }

    func attributes(_ attribute: String, of element: String, where part: String = "") -> [String] {
        tags(element).filter { part.isEmpty || $0.contains(part) }.compactMap {
            Self.attribute(attribute, of: $0)
        }
    }

    private static func attribute(_ name: String, of tag: String) -> String? {
        guard let start = tag.range(of: " \(name)=\"") else { return nil }
        return String(tag[start.upperBound...].prefix { $0 != "\"" })
    }

    /// The forms that change something.
    var changingForms: [String] {
        attributes("action", of: "form", where: "method=\"post\"").filter {
            !["/sign-out", "/preferences"].contains($0)
        }
    }

    /// What a browser loads without being asked to.
    var loaded: [String] {
        attributes("href", of: "link") + attributes("src", of: "script") + attributes("src", of: "img")
    }

    /// The inputs nobody can tell the purpose of.
    var unlabelled: [String] {
        let labelled = Set(attributes("for", of: "label"))
        return (tags("input") + tags("select") + tags("textarea")).filter { tag in
            if tag.contains("type=\"hidden\"") || tag.contains(" hidden") { return false }
            // Boxes and radio buttons stand within their labels.
            if tag.contains("type=\"checkbox\"") || tag.contains("type=\"radio\"") {
                return !text.contains("<label class=\"check\">\(tag)")
            }
            return Self.attribute("id", of: tag).map { !labelled.contains($0) } ?? true
        }
    }

    /// The first end tag that ends something else than what is open; nil where all elements are closed.
    var fault: String? {
        let void: Set = ["meta", "link", "input", "br", "!doctype"]
        var open: [String] = []
        for match in text.matches(of: #/<(\/?)([a-zA-Z!][a-zA-Z0-9]*)[^>]*>/#) {
            let name = match.2.lowercased()
            if void.contains(name) || match.0.hasSuffix("/>") { continue }
            if match.1.isEmpty {
                open.append(name)
            } else if open.popLast() != name {
                return "\(match.0) ends \(open.last ?? "nothing")"
            }
        }
        return open.isEmpty ? nil : "\(open) are left open"
    }
}
