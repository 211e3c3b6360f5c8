/// The text of HTML without its markup, for search and for a terminal.
///
/// Blocks and line breaks begin a line, items begin with `- `, white space is collapsed. The HTML is cleaned first
/// (see ``cleanHTML(_:)``), so what must not be shown is not searched either.
public func plainText(of html: String) -> String {
    var lines = PlainLines()
    var rest = cleanHTML(html).utf8[...]
    // Clean markup has no `<` but that of its own tags.
    while let start = rest.firstIndex(of: UInt8(ascii: "<")) {
        lines.add(rest[..<start])
        let end = rest[start...].firstIndex(of: UInt8(ascii: ">")) ?? rest.index(before: rest.endIndex)
        lines.pass(tag: String(decoding: rest[rest.index(after: start)..<end], as: UTF8.self))
        rest = rest[rest.index(after: end)...]
    }
    lines.add(rest)
    return lines.text
}

private struct PlainLines {
    private var finished: [String] = []
    private var line = ""

    mutating func add(_ escaped: Substring.UTF8View) {
        let text = String(decoding: escaped, as: UTF8.self)
            .replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&amp;", with: "&")
        for character in text.unicodeScalars {
            let isSpace = character == " " || character == "\n" || character == "\t"
            if !isSpace {
                line.unicodeScalars.append(character)
            } else if let last = line.unicodeScalars.last, last != " " {
                line.append(" ")
            }
        }
    }

    mutating func pass(tag: String) {
        switch tag {
        case "p", "/p", "br", "ul", "/ul", "ol", "/ol", "/li": endLine()
        case "li":
            endLine()
            line = "- "
        default: break
        }
    }

    var text: String {
        var all = self
        all.endLine()
        return all.finished.joined(separator: "\n")
    }

    private mutating func endLine() {
        if line.last == " " { line.removeLast() }
        // A paragraph that begins an item stays beside its hyphen.
        guard line != "-" else {
            line = "- "
            return
        }
        if !line.isEmpty { finished.append(line) }
        line = ""
    }
}
