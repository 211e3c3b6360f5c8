/// Replacements in one file, made together.
struct ByteEdits {
    private var edits: [(range: Range<Int>, text: String)] = []

    mutating func replace(_ range: Range<Int>, with text: String) { edits.append((range, text)) }
    mutating func insert(_ text: String, at offset: Int) { edits.append((offset..<offset, text)) }
    mutating func delete(_ range: Range<Int>) { edits.append((range, "")) }

    /// The bytes with all replacements made; several at one place in the order in which they came.
    /// Nil if two replacements overlap.
    func applied(to bytes: [UInt8]) -> [UInt8]? {
        var result: [UInt8] = []
        var offset = 0
        let ordered = edits.enumerated().sorted {
            ($0.element.range.lowerBound, $0.element.range.upperBound, $0.offset)
                < ($1.element.range.lowerBound, $1.element.range.upperBound, $1.offset)
        }
        for (_, edit) in ordered {
            guard edit.range.lowerBound >= offset, edit.range.upperBound <= bytes.count else { return nil }
            result += bytes[offset..<edit.range.lowerBound]
            result += Array(edit.text.utf8)
            offset = edit.range.upperBound
        }
        return result + bytes[offset...]
    }
}
