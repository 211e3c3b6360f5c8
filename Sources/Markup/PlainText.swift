/// The text of HTML without its markup, for search and for a terminal.
///
/// Blocks and line breaks begin a line, items begin with `- `, white space is collapsed. The HTML is cleaned
/// first (see ``cleanHTML(_:)``), so what must not be shown is not searched either.
package func plainText(of html: String) -> String {
    var lines = PlainLines()
    var clean = cleanHTML(html)
    clean.withUTF8 { bytes in
        var rest = bytes[...]
        while let byte = rest.first {
            var length = 1
            switch byte {
            case UInt8(ascii: "<"):
                // Clean markup has no `<` and `>` but those of its own tags.
                let tag = rest.dropFirst().prefix { $0 != UInt8(ascii: ">") }
                lines.pass(tag)
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

/// The character of one of the entities clean markup has, and the entity's length.
private func entity(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> (UInt8, Int) {
    if bytes.starts(with: "&lt;".utf8) { return (UInt8(ascii: "<"), 4) }
    if bytes.starts(with: "&gt;".utf8) { return (UInt8(ascii: ">"), 4) }
    return (UInt8(ascii: "&"), bytes.starts(with: "&amp;".utf8) ? 5 : 1)
}

/// Lines in the making: breaks and spaces are written only once a character follows them.
private struct PlainLines {
    private(set) var text: [UInt8] = []
    private var awaitsBreak = false
    private var awaitsItem = false
    private var awaitsSpace = false

    mutating func add(_ byte: UInt8) {
        guard !isSpace(byte) else {
            awaitsSpace = true
            return
        }
        if awaitsBreak || awaitsItem {
            if !text.isEmpty { text.append(UInt8(ascii: "\n")) }
            if awaitsItem { text += "- ".utf8 }
        } else if awaitsSpace, !text.isEmpty {
            text.append(UInt8(ascii: " "))
        }
        (awaitsBreak, awaitsItem, awaitsSpace) = (false, false, false)
        text.append(byte)
    }

    mutating func pass(_ tag: Slice<UnsafeBufferPointer<UInt8>>) {
        switch String(decoding: tag, as: UTF8.self) {
        case "p", "/p", "br", "ul", "/ul", "ol", "/ol": awaitsBreak = true
        case "li": awaitsItem = true
        case "/li": (awaitsBreak, awaitsItem) = (true, false)
        default: break
        }
    }
}
