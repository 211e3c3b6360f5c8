extension YAMLEdit {
    /// Where a value begins once its anchor and tag are passed.
    func contentStart(of node: YAMLNode) -> Int {
        var offset = propertiesEnd(of: node)
        guard offset > node.span.lowerBound else { return offset }
        while offset < node.span.upperBound {
            if source.bytes[offset] == UInt8(ascii: "#") {
                offset = source.nextLineStart(after: offset)
            } else if source.bytes[offset].isBlank || source.bytes[offset].isLineEnd {
                offset += 1
            } else {
                break
            }
        }
        return min(offset, node.span.upperBound)
    }

    /// Where a value's anchor and tag end; where it begins if it has none.
    func propertiesEnd(of node: YAMLNode) -> Int {
        var end = node.span.lowerBound
        var offset = end
        let property: Set<UInt8> = [UInt8(ascii: "&"), UInt8(ascii: "!")]
        while offset < node.span.upperBound, property.contains(source.bytes[offset]) {
            while offset < node.span.upperBound, !source.bytes[offset].isBlank,
                !source.bytes[offset].isLineEnd
            {
                offset += 1
            }
            end = offset
            while offset < node.span.upperBound, source.bytes[offset].isBlank { offset += 1 }
        }
        return end
    }

    /// Where the colon of a key stands; nil for a key without one, as `{ a, b }` has.
    func colon(after key: YAMLNode) -> Int? {
        var offset = key.span.upperBound
        while offset < source.bytes.count, source.bytes[offset].isBlank { offset += 1 }
        return offset < source.bytes.count && source.bytes[offset] == UInt8(ascii: ":") ? offset : nil
    }

    /// The white space, as wide as what stands before a value on its line.
    func indent(of node: YAMLNode) -> String {
        let start = source.lineStart(of: node.span.lowerBound)
        return String(repeating: " ", count: source[start..<node.span.lowerBound].count)
    }

    /// How far the file indents one mapping inside another; two spaces where it has none.
    var step: String {
        func find(_ node: YAMLNode) -> Int? {
            guard !node.isFlow, let entries = node.entries else { return nil }
            for entry in entries where !entry.merged && entry.value.alias == nil {
                if let inner = entry.value.entries?.first, !entry.value.isFlow, !inner.merged {
                    let depth = indent(of: inner.key).count - indent(of: entry.key).count
                    if depth > 0 { return depth }
                }
                if let depth = find(entry.value) { return depth }
            }
            return nil
        }
        return String(repeating: " ", count: document.root.flatMap(find) ?? 2)
    }

    func beginsLine(_ node: YAMLNode) -> Bool {
        source.bytes[source.lineStart(of: node.span.lowerBound)..<node.span.lowerBound].allSatisfy(\.isBlank)
    }

    /// Whether nothing but a comment follows on the line.
    func endsLine(_ offset: Int) -> Bool {
        let line = source.line(source.lineNumber(of: offset))
        let rest = source.bytes[offset..<max(offset, line.upperBound)].drop { $0.isBlank }
        return rest.isEmpty || rest.first == UInt8(ascii: "#")
    }

    /// Puts lines below the line of this place; a file without a line end at its end keeps none.
    mutating func insertLines(_ lines: [String], below offset: Int) {
        let end = source.line(source.lineNumber(of: offset)).upperBound
        edits.insert(lines.map { source.newline + $0 }.joined(), at: end)
    }

    /// Takes whole lines away, from that of one place to that of another.
    mutating func deleteLines(from first: Int, through last: Int) {
        var start = source.lineStart(of: first)
        let end = source.nextLineStart(after: last)
        if end == source.bytes.count, source.bytes.last?.isLineEnd == false, start > source.start {
            start = source.line(source.lineNumber(of: start) - 1).upperBound
        }
        edits.delete(start..<end)
    }
}
