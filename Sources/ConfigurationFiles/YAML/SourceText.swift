/// The bytes of one file, and where their lines are.
///
/// Places are byte offsets; messages name lines and columns counted from 1, a column being a
/// character as an editor shows it. A byte order mark at the start counts as nothing.
struct SourceText: Sendable {
    let bytes: [UInt8]
    /// Where the text begins: after the byte order mark, if there is one.
    let start: Int
    private let lineStarts: [Int]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        var starts = [start]
        for offset in start..<bytes.endIndex {
            let ends =
                bytes[offset] == .lineFeed
                || (bytes[offset] == .carriageReturn
                    && (offset + 1 == bytes.endIndex || bytes[offset + 1] != .lineFeed))
            if ends { starts.append(offset + 1) }
        }
        lineStarts = starts
    }

    /// The line and the column of a byte offset, both from 1.
    func position(of offset: Int) -> (line: Int, column: Int) {
        let offset = min(max(offset, start), bytes.endIndex)
        let line = lineNumber(of: offset)
        return (line, self[lineStarts[line - 1]..<offset].count + 1)
    }

    /// The bytes of a line, its line end left out.
    func line(_ number: Int) -> Range<Int> {
        let begin = lineStarts[number - 1]
        var end = number < lineStarts.count ? lineStarts[number] : bytes.endIndex
        while end > begin, bytes[end - 1] == .lineFeed || bytes[end - 1] == .carriageReturn { end -= 1 }
        return begin..<end
    }

    /// The number of the line that holds this byte offset.
    func lineNumber(of offset: Int) -> Int {
        var low = 0
        var high = lineStarts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if lineStarts[middle] <= offset { low = middle } else { high = middle }
        }
        return low + 1
    }

    /// Where the line after this byte offset begins, or the end of the file.
    func nextLineStart(after offset: Int) -> Int {
        let number = lineNumber(of: offset)
        return number < lineStarts.count ? lineStarts[number] : bytes.endIndex
    }

    /// Where the line of this byte offset begins.
    func lineStart(of offset: Int) -> Int { lineStarts[lineNumber(of: offset) - 1] }

    subscript(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    /// The line end the file uses, taken from its first line; a line feed where it has only one line.
    var newline: String {
        guard lineStarts.count > 1 else { return "\n" }
        let end = line(1).upperBound
        return self[end..<lineStarts[1]]
    }
}

extension UInt8 {
    static let lineFeed = UInt8(ascii: "\n")
    static let carriageReturn = UInt8(ascii: "\r")
    static let space = UInt8(ascii: " ")
    static let tab = UInt8(ascii: "\t")

    var isBlank: Bool { self == .space || self == .tab }
    var isLineEnd: Bool { self == .lineFeed || self == .carriageReturn }
}
