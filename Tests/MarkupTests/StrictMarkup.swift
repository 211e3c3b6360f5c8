import Foundation

/// A strict reader of cleaned markup that reports everything the cleaner must never write.
///
/// It is independent of the cleaner and follows rule M9: only the allowed elements, only `href` on links,
/// everything balanced, text escaped, text and formatting in paragraphs and items.
struct StrictMarkup {
    private static let inline: Set = ["strong", "b", "em", "i", "u", "a"]
    private static let lists: Set = ["ul", "ol"]

    private var open: [String] = []
    private var rest: Substring

    /// Returns the first problem, or nil if there is none.
    static func fault(in markup: String) -> String? {
        var reader = StrictMarkup(rest: markup[...])
        do throws(Wrong) {
            try reader.read()
            return nil
        } catch {
            return error.reason
        }
    }

    private struct Wrong: Error {
        let reason: String
        init(_ reason: String) { self.reason = reason }
    }

    private init(rest: Substring) { self.rest = rest }

    private mutating func read() throws(Wrong) {
        if rest.first?.isWhitespace == true, rest.first != "\u{A0}", rest.first?.isASCII == true {
            throw Wrong("leading white space")
        }
        while let character = rest.unicodeScalars.first {
            switch character {
            case "<": try tag()
            case ">": throw Wrong("a bare >")
            case "&":
                guard let entity = ["&amp;", "&lt;", "&gt;"].first(where: { rest.hasPrefix($0) }) else {
                    throw Wrong("a bare &")
                }
                try text("&")
                rest = rest.dropFirst(entity.count)
            default:
                try text(character)
                rest.unicodeScalars.removeFirst()
            }
            if open.count > 60 { throw Wrong("nested too deeply") }
        }
        if let left = open.last { throw Wrong("<\(left)> is not closed") }
    }

    private func text(_ scalar: Unicode.Scalar) throws(Wrong) {
        let isControl = scalar.properties.generalCategory == .control && scalar != "\n" && scalar != "\t"
        if isControl || scalar == "\u{FFFE}" || scalar == "\u{FFFF}" {
            throw Wrong("the control character \(scalar.value)")
        }
        let isSpace = scalar == " " || scalar == "\n" || scalar == "\t"
        if !isSpace, let parent = open.last, Self.lists.contains(parent) {
            throw Wrong("text in <\(parent)>")
        }
    }

    private mutating func tag() throws(Wrong) {
        guard let end = rest.firstIndex(of: ">") else { throw Wrong("a tag without end") }
        let tag = rest[rest.index(after: rest.startIndex)..<end]
        rest = rest[rest.index(after: end)...]
        if tag.hasPrefix("/") {
            guard open.popLast() == String(tag.dropFirst()) else { throw Wrong("a stray <\(tag)>") }
            return
        }
        if tag.hasPrefix("a ") { return try link(tag) }
        let name = String(tag)
        switch name {
        case "br": try text("b")
        case "p": try check(name, isIn: ["", "li"])
        case "ul", "ol": try check(name, isIn: ["", "li"])
        case "li": try check(name, isIn: Self.lists)
        case "strong", "b", "em", "i", "u": try checkInline(name)
        default: throw Wrong("<\(tag)>")
        }
        if name != "br" { open.append(name) }
    }

    private mutating func link(_ tag: Substring) throws(Wrong) {
        guard tag.hasPrefix("a href=\""), tag.hasSuffix("\"") else { throw Wrong("<\(tag)>") }
        let value = String(tag.dropFirst("a href=\"".count).dropLast()).replacing("&amp;", with: "&")
        guard !value.contains(/["<>\\\s]/), let url = URL(string: value), let host = url.host(),
            !host.isEmpty,
            url.user() == nil, url.password() == nil, ["http", "https"].contains(url.scheme?.lowercased())
        else { throw Wrong("a link to \(value)") }
        try checkInline("a")
        open.append("a")
    }

    private func check(_ name: String, isIn parents: Set<String>) throws(Wrong) {
        guard parents.contains(open.last ?? "") else { throw Wrong("<\(name)> in <\(open.last ?? "")>") }
    }

    private func checkInline(_ name: String) throws(Wrong) {
        if let parent = open.last, Self.lists.contains(parent) { throw Wrong("<\(name)> in <\(parent)>") }
        let within = open.reversed().prefix { Self.inline.contains($0) }
        if within.contains(name) { throw Wrong("<\(name)> within <\(name)>") }
    }
}
