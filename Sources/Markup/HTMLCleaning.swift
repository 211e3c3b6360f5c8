/// Makes untrusted HTML fit to be shown: a small allow-list of formatting stays, everything else goes.
///
/// What stays (contract, section 4): `p`, `br`, `strong`, `b`, `em`, `i`, `u`, `ul`, `ol`, `li`, and `a`
/// whose `href` is an absolute http(s) URL; `href` is the only attribute. Scripts, styles, frames, forms'
/// fields, drawings and media are removed with their content, other elements alone: their text stays.
///
/// Our decisions: headings become paragraphs in `strong`; `div`, `table` rows and other blocks become
/// paragraphs; links get no `rel`, since none opens a window; lists deeper than
/// ``MarkupBuilder/maximumListDepth`` are flattened; from the element on that is nested deeper than
/// ``MarkupBuilder/maximumDepth`` nothing is read.
///
/// The result is balanced, begins and ends without white space, and cleaning it again changes nothing. Text
/// without markup stays what it is, save that `&`, `<` and `>` are escaped and control characters removed.
/// Safe to call from many threads.
package func cleanHTML(_ html: String) -> String {
    if isPlain(html) { return html }
    var source = html
    return source.withUTF8 { bytes in
        let builder = MarkupBuilder()
        HTMLReader.read(bytes, into: builder)
        return String(decoding: builder.finished(), as: UTF8.self)
    }
}

/// Whether cleaning would change nothing, seen without parsing: no markup, no control characters, no white
/// space at either end.
private func isPlain(_ html: String) -> Bool {
    let bytes = html.utf8
    guard let first = bytes.first, let last = bytes.last, !isSpace(first), !isSpace(last) else {
        return html.isEmpty
    }
    return bytes.allSatisfy { byte in
        switch byte {
        // C2 leads the C1 controls and EF the characters that are none; both are rare enough to parse.
        case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"), 0x7F, 0xC2, 0xEF: false
        case UInt8(ascii: "\n"), UInt8(ascii: "\t"): true
        default: byte >= 0x20
        }
    }
}

/// White space that HTML takes for such; a no-break space is none.
func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x09
}
