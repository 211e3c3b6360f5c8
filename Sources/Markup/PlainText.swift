/// Returns the text of HTML without its markup, for search and for a terminal.
///
/// The HTML is cleaned first (see ``cleanHTML(_:)``), so what must not be shown is not searched either.
package func plainText(of html: String) -> String { plainText(ofClean: cleanHTML(html)) }

/// Returns the text of HTML that is clean already.
///
/// Blocks and line breaks begin a line, items begin with `- `, white space is collapsed.
package func plainText(ofClean html: String) -> String {
    var lines = PlainLines()
    var clean = html
    clean.withUTF8 { bytes in
        var rest = bytes[...]
        while let byte = rest.first {
            var length = 1
            switch byte {
            case UInt8(ascii: "<"):
                // In clean markup `<` and `>` occur only in its own tags.
                let tag = rest.dropFirst().prefix { $0 != UInt8(ascii: ">") }
                lines.add(tag: tag)
                length = tag.count + 2
            case UInt8(ascii: "&"):
                let (character, count) = entity(rest)
                lines.add(character)
                length = count
            default:
                lines.add(byte)
            }
            rest = rest.dropFirst(length)
        }
    }
    return String(decoding: lines.text, as: UTF8.self)
}

/// Returns the character of an entity that occurs in clean markup, and the entity's length.
private func entity(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> (UInt8, Int) {
    if bytes.starts(with: "&lt;".utf8) { return (UInt8(ascii: "<"), 4) }
    if bytes.starts(with: "&gt;".utf8) { return (UInt8(ascii: ">"), 4) }
    return (UInt8(ascii: "&"), bytes.starts(with: "&amp;".utf8) ? 5 : 1)
}

/// Builds lines. Breaks and spaces are written only if a character follows.
private struct PlainLines {
    private(set) var text: [UInt8] = []
    private var needsBreak = false
    private var needsItem = false
    private var needsSpace = false

    mutating func add(_ byte: UInt8) {
        guard !isSpace(byte) else {
            needsSpace = true
            return
        }
        if needsBreak || needsItem {
            if !text.isEmpty { text.append(UInt8(ascii: "\n")) }
            if needsItem { text += "- ".utf8 }
        } else if needsSpace, !text.isEmpty {
            text.append(UInt8(ascii: " "))
        }
        (needsBreak, needsItem, needsSpace) = (false, false, false)
        text.append(byte)
    }

    mutating func add(tag: Slice<UnsafeBufferPointer<UInt8>>) {
        switch String(decoding: tag, as: UTF8.self) {
        case "p", "/p", "br", "ul", "/ul", "ol", "/ol": needsBreak = true
        case "li": needsItem = true
        case "/li": (needsBreak, needsItem) = (true, false)
        default: break
        }
    }
}
