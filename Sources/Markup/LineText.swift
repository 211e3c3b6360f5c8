/// Returns a title, a name or another line of text as people read it (rule M10).
///
/// References such as `&eacute;` are decoded once. Tags of HTML elements are removed and their text stays; only
/// scripts and styles are removed with their content. What is no tag, such as `a < b`, `<3` or `List<String>`,
/// is text. White space is collapsed to single spaces, with none at either end, and control characters and marks of
/// direction are removed. The function may be called from any thread.
///
/// - Returns: An empty text if nothing is left that can be seen.
package func lineText(_ text: String) -> String {
    var line = text
    if text.utf8.contains(0xE2) {
        line = line.replacing("\u{2028}", with: " ").replacing("\u{2029}", with: " ")
    }
    if !isPlainLine(line) {
        line = line.withUTF8 { bytes in
            let collector = LineCollector()
            HTMLReader.read(HTMLSource(bytes, isTitle: true), into: collector)
            return String(decoding: collector.text, as: UTF8.self)
        }
    }
    return line.withoutDirectionMarks.trimmingInvisible
}

/// Whether the text holds no markup, no control characters, and no white space to collapse.
private func isPlainLine(_ text: String) -> Bool {
    var last = UInt8(ascii: " ")
    for byte in text.utf8 {
        switch byte {
        case UInt8(ascii: "<"), UInt8(ascii: "&"), ..<0x20, 0x7F, 0xC2, 0xEF: return false
        case UInt8(ascii: " ") where last == byte: return false
        default: last = byte
        }
    }
    return last != UInt8(ascii: " ") || text.isEmpty
}

/// Collects the text between tags. Blocks, cells and line breaks keep the words on both sides apart.
private final class LineCollector: HTMLHandler {
    private(set) var text: [UInt8] = []
    private var needsSpace = false
    /// For each open element, whether it separates words.
    private var open: [Bool] = []

    override func start(_ name: String, attribute: (String) -> String?) {
        guard open.count < MarkupBuilder.maximumDepth else { return stop() }
        let separates = ElementRole.separatesWords(name)
        open.append(separates)
        needsSpace = needsSpace || separates
    }

    override func end() {
        guard let separates = open.popLast() else { return }
        needsSpace = needsSpace || separates
    }

    override func text(_ bytes: UnsafeBufferPointer<UInt8>) {
        var safe: [UInt8] = []
        appendSafe(bytes, to: &safe)
        for byte in safe {
            if isSpace(byte) {
                needsSpace = true
            } else {
                if needsSpace, !text.isEmpty { text.append(UInt8(ascii: " ")) }
                needsSpace = false
                text.append(byte)
            }
        }
    }
}

extension String {
    fileprivate var withoutDirectionMarks: String {
        guard utf8.contains(where: { $0 == 0xE2 || $0 == 0xD8 }),
            unicodeScalars.contains(where: \.isDirectionMark)
        else { return self }
        return String(String.UnicodeScalarView(unicodeScalars.filter { !$0.isDirectionMark }))
    }

    /// Without white space and invisible characters at both ends.
    fileprivate var trimmingInvisible: String {
        func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
            scalar.properties.isWhitespace || scalar == "\u{200B}" || scalar == "\u{2060}"
                || scalar == "\u{FEFF}"
        }
        let printed: ClosedRange<UInt8> = 0x21...0x7E
        if let first = utf8.first, let last = utf8.last, printed ~= first, printed ~= last { return self }
        let start = unicodeScalars.drop(while: isInvisible)
        let end = start.lastIndex { !isInvisible($0) }
        let trimmed = end.map { start[...$0] } ?? start.prefix(0)
        // A line of nothing but joiners, fillers and the like cannot be seen either.
        return trimmed.allSatisfy { $0.properties.isDefaultIgnorableCodePoint } ? "" : String(trimmed)
    }
}
