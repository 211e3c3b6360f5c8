/// Makes untrusted HTML safe to show: a short allow-list of formatting stays, everything else is removed.
///
/// Allowed (rule M9): `p`, `br`, `strong`, `b`, `em`, `i`, `u`, `ul`, `ol`, `li`, and `a` with an absolute
/// http(s) URL as its `href`, which is the only attribute. Scripts, styles, frames, form fields, drawings
/// and media are removed with their content. Other elements are removed and their text stays.
///
/// Our decisions: headings become paragraphs in `strong`. `div`, `table` rows and other blocks become
/// paragraphs. Links get no `rel`, since none opens a window. Lists deeper than
/// ``MarkupBuilder/maximumListDepth`` are flattened. Reading ends at an element deeper than
/// ``MarkupBuilder/maximumDepth``.
///
/// The result is balanced, has no white space at either end, and does not change if it is cleaned again. In
/// plain text only `&`, `<` and `>` are escaped and control characters removed. The function may be called
/// from any thread.
package func cleanHTML(_ html: String) -> String {
    if isPlain(html) { return html }
    var source = html
    return source.withUTF8 { bytes in
        let builder = MarkupBuilder()
        HTMLReader.read(HTMLSource(bytes, isTitle: false), into: builder)
        return String(decoding: builder.finished(), as: UTF8.self)
    }
}

/// Whether cleaning would change nothing, decided without parsing: no markup, no control characters, no
/// white space at either end.
private func isPlain(_ html: String) -> Bool {
    let bytes = html.utf8
    guard let first = bytes.first, let last = bytes.last, !isSpace(first), !isSpace(last) else {
        return html.isEmpty
    }
    return bytes.allSatisfy { byte in
        switch byte {
        // C2 begins the C1 controls and EF the noncharacters. Both are rare enough to parse.
        case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"), 0x7F, 0xC2, 0xEF: false
        case UInt8(ascii: "\n"), UInt8(ascii: "\t"): true
        default: byte >= 0x20
        }
    }
}

/// Whether HTML treats the byte as white space. A no-break space is not white space.
func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x09
}
