extension Diagnostic.Excerpt {
    /// The line that holds `place`, for showing.
    ///
    /// - Parameters:
    ///   - place: the bytes to mark; what lies beyond the line's end is left out.
    ///   - masked: values that must not be seen.
    ///   - spans: all values and keys of the file, to know where the line's comment begins.
    init(of place: Range<Int>, masked: [Range<Int>], spans: [Range<Int>], in source: SourceText) {
        let line = source.line(source.lineNumber(of: place.lowerBound))
        let end = commentStart(in: line, spans: spans, source: source)
        let hidden = masked.map { $0.clamped(to: line.lowerBound..<end) }.filter { !$0.isEmpty }
            .sorted { $0.lowerBound < $1.lowerBound }
        var text = ""
        // Where the mark falls once dots stand for values of other lengths.
        var marked: (start: Int?, end: Int?)
        var offset = line.lowerBound
        func note() {
            if marked.start == nil, offset >= place.lowerBound { marked.start = text.count }
            if marked.end == nil, offset >= place.upperBound { marked.end = text.count }
        }
        let stops = [place.lowerBound, place.upperBound].filter { $0 > line.lowerBound && $0 < end }.sorted()
        while offset < end {
            note()
            if let span = hidden.first(where: { $0.contains(offset) }) {
                text += "••••"
                offset = span.upperBound
                continue
            }
            let next = min(
                hidden.first { $0.lowerBound > offset }?.lowerBound ?? end,
                stops.first { $0 > offset } ?? end)
            text += source[offset..<next]
            offset = next
        }
        note()
        let start = marked.start ?? text.count
        self.init(text: text, marked: start..<max(start, marked.end ?? text.count))
    }
}

/// Where the line's comment begins, or its end: a comment may hold yesterday's password.
private func commentStart(in line: Range<Int>, spans: [Range<Int>], source: SourceText) -> Int {
    let written = spans.filter { $0.overlaps(line) }.map { min($0.upperBound, line.upperBound) }.max()
    var end = line.upperBound
    if let comment = source.bytes[(written ?? line.lowerBound)..<line.upperBound].firstIndex(
        of: UInt8(ascii: "#"))
    {
        end = comment
    }
    while end > line.lowerBound, source.bytes[end - 1].isBlank { end -= 1 }
    return end
}
